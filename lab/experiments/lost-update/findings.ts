import { formatCount, formatRatio, formatShare } from '../../../contract/figures.ts'
import type { Condition } from '../../../contract/series.ts'
import type { MeasuredRun } from '../experiment.ts'
import { isCure, SERIES, type Placement } from './series.ts'

/** What was lost on several cores and on one; that the cures lost nothing, over how many increments, and their price; the model. */
export function findings(run: MeasuredRun): string[] {
  const told = [lossOf(run, 'plain', 'spread'), lossOf(run, 'plain', 'one-core'), lossOf(run, 'node-plain', 'free')]
  return [...told, cures(run), prices(run), schedules(run)].filter((sentence) => sentence !== null)
}

const PLACES: Readonly<Record<Placement, string>> = {
  spread: 'On all cores',
  'one-core': 'On one core',
  free: 'In Node',
}

interface Counts {
  races: number
  increments: number
  lost: number
  lossyRaces: number
}

interface Race {
  condition: Condition
  counts: Counts
}

/** What was counted in the races of a series whose figures stand, for each of its conditions. */
function racesOf({ observations, series }: MeasuredRun, id: string): Race[] {
  return observations.flatMap(({ name, about, facts }) => {
    if (name !== 'counts' || about?.id !== id || !about.condition) return []
    const { condition } = about
    const stands = series.some(
      (one) => one.id === id && one.outcome.status === 'measured' && isSame(one.condition, condition),
    )
    const [races = 0, increments = 0, lost = 0, lossyRaces = 0] = [
      facts['races'],
      facts['increments'],
      facts['lost'],
      facts['lossyRaces'],
    ].map(Number)
    return stands && races > 0 ? [{ condition, counts: { races, increments, lost, lossyRaces } }] : []
  })
}

const isSame = (a: Condition, b: Condition): boolean =>
  a['threads'] === b['threads'] && a['placement'] === b['placement']

/** Of the fewest threads that were measured there. */
function lossOf(run: MeasuredRun, id: string, placement: Placement): string | null {
  const [race] = racesOf(run, id)
    .filter(({ condition }) => condition['placement'] === placement)
    .sort((a, b) => Number(a.condition['threads']) - Number(b.condition['threads']))
  if (!race) return null
  const { races, increments, lost, lossyRaces } = race.counts
  const where = `${PLACES[placement]}, ${race.condition['threads']} threads`
  if (lossyRaces === 0)
    return `${where} lost none of ${formatCount(increments)} increments in ordinary code: that was luck, in ${formatCount(races)} races, and proves nothing.`
  return `${where} lost ${formatShare(lost / increments)} of all increments in ordinary code; ${formatCount(lossyRaces)} of ${formatCount(races)} races lost some.`
}

function cures(run: MeasuredRun): string | null {
  const cured = SERIES.filter(({ id }) => isCure(id)).flatMap(({ id }) => {
    const all = racesOf(run, id)
    const increments = all.reduce((sum, { counts }) => sum + counts.increments, 0)
    return all.length > 0 ? [{ id, increments }] : []
  })
  if (cured.length === 0) return null
  const list = cured.map(({ id, increments }) => `${id} (${formatCount(increments)} increments)`).join(', ')
  return `Nothing was lost by ${list}.`
}

function prices({ ratios }: MeasuredRun): string | null {
  const told = ['atomic-add', 'mutex'].flatMap((id) => {
    const ratio = ratios.find(
      ({ of, to }) =>
        of.id === id && to.id === 'plain' && of.part === 'elapsed' && of.condition['placement'] === 'spread',
    )
    return ratio && ratio.verdict === 'differs' ? [`${id} ${formatRatio(ratio.ratio)}`] : []
  })
  return told.length === 0
    ? null
    : `Being right takes longer than ordinary code does, on all cores: ${told.join(', ')}.`
}

function schedules({ observations }: MeasuredRun): string | null {
  const facts = observations.find(({ name }) => name === 'explored')?.facts
  if (!facts) return null
  return `SIMULATED: two threads that add once each have ${facts['schedules']} schedules, and ${facts['losing']} of them lose an update.`
}
