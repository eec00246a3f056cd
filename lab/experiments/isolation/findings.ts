import { formatCount, formatDuration, formatRatio } from '../../../contract/figures.ts'
import { conditionKey } from '../../../contract/series-key.ts'
import type { SeriesIdentity } from '../../../contract/series.ts'
import type { Comparison, MeasuredRun } from '../experiment.ts'
import {
  DEMONSTRATIONS,
  PROCESS_FAULTS,
  PROCESS_OVERWRITES,
  SHARED_OVERWRITES,
  THREAD_FAULTS,
  THREAD_OVERWRITES,
} from './demonstrations.ts'

const TOLD = 'told'

/**
 * Every demonstration with processes against the one with threads, by how soon the news was out. A whole repetition is not
 * put into proportion: where somebody survives it has one more wait in it.
 */
export function comparisons(series: readonly SeriesIdentity[]): Comparison[] {
  return series.flatMap((of) => {
    if (of.part !== TOLD) return []
    const partner = DEMONSTRATIONS.find(({ id }) => id === of.id)?.comparedWith
    const to = series.find(
      ({ id, part, condition }) =>
        id === partner && part === of.part && conditionKey(condition) === conditionKey(of.condition),
    )
    return to ? [{ of, to }] : []
  })
}

/** Who ended and whose data were changed, how often of how often; then how soon the news was out. */
export function findings(run: MeasuredRun): string[] {
  return [faults(run), threadOverwrites(run), processOverwrites(run), newsOfFaults(run)].filter(
    (sentence) => sentence !== null,
  )
}

type Counts = Readonly<Record<string, number>>

/** What was counted over all repetitions of a demonstration; null where its figures are withheld or there are none. */
function countsOf({ observations, series }: MeasuredRun, id: string): Counts | null {
  if (!series.some((one) => one.id === id && one.outcome.status === 'measured')) return null
  const facts = observations.find(({ name, about }) => name === 'counts' && about?.id === id)?.facts
  const counts = Object.entries(facts ?? {}).filter((fact): fact is [string, number] => typeof fact[1] === 'number')
  return counts.length === 0 ? null : Object.fromEntries(counts)
}

const often = (counts: Counts, name: string): string =>
  `in ${formatCount(counts[name] ?? 0)} of ${formatCount(counts['repetitions'] ?? 0)} repetitions`

function actorsOf({ parameters }: MeasuredRun): number {
  return Number(parameters['actors'])
}

function faults(run: MeasuredRun): string | null {
  const threads = countsOf(run, THREAD_FAULTS)
  const processes = countsOf(run, PROCESS_FAULTS)
  const actors = actorsOf(run)
  const sentences = [
    threads && `a fault in one thread ended all ${actors} threads of its process ${often(threads, 'allEnded')}`,
    processes && `a fault in one process left the other ${actors - 1} running ${often(processes, 'othersSurvived')}`,
  ].filter((sentence) => sentence !== null)
  return sentences.length === 0 ? null : asSentence(sentences.join('; '))
}

function threadOverwrites(run: MeasuredRun): string | null {
  const counts = countsOf(run, THREAD_OVERWRITES)
  if (!counts) return null
  const { endedBySegv = 0, exitedNormally = 0 } = counts
  const silence =
    endedBySegv === 0
      ? `and nothing stopped it: ${formatCount(exitedNormally)} processes ended with status 0`
      : `and the kernel stopped it ${often(counts, 'endedBySegv')}`
  return `A thread that wrote past its own data changed its neighbour’s ${often(counts, 'neighbourCorrupted')}, ${silence}.`
}

function processOverwrites(run: MeasuredRun): string | null {
  const own = countsOf(run, PROCESS_OVERWRITES)
  const shared = countsOf(run, SHARED_OVERWRITES)
  const sentences = [
    own && `the same write by a process changed its neighbour’s data ${often(own, 'neighbourCorrupted')}`,
    shared && `in memory shared on purpose it changed them ${often(shared, 'neighbourCorrupted')}`,
  ].filter((sentence) => sentence !== null)
  return sentences.length === 0 ? null : asSentence(sentences.join('; '))
}

function newsOfFaults({ series, ratios }: MeasuredRun): string | null {
  const told = (id: string): number | null =>
    series.find((one) => one.id === id && one.part === TOLD)?.summary?.median ?? null
  const thread = told(THREAD_FAULTS)
  const process = told(PROCESS_FAULTS)
  const ratio = ratios.find(({ of, to }) => of.id === PROCESS_FAULTS && of.part === TOLD && to.id === THREAD_FAULTS)
  if (thread === null || process === null || !ratio) return null
  const times = `${formatDuration(process)} after the fault of a process, ${formatDuration(thread)} after that of a thread, which ends its siblings too`
  return ratio.verdict === 'no-difference-shown'
    ? `The parent knew of the end ${times}: no difference shown.`
    : `The parent knew of the end ${times}: ${formatRatio(ratio.ratio)} as long.`
}

const asSentence = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`
