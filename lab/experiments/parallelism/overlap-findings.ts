import { formatShare } from '../../../contract/figures.ts'
import type { MeasuredRun } from '../experiment.ts'
import { cores, crew } from './crew-words.ts'
import { mainCrew } from './main-crew.ts'
import { coresOf, factsOf, type Facts } from './told-facts.ts'

interface Place {
  id: 'one-core' | 'all-cores'
  /** "on one core" */
  where: string
  facts: Facts
}

/** Who of the main crew ran at the same time, as it was recorded; and where it was not, why. */
export function overlapFindings(run: MeasuredRun): string[] {
  const count = coresOf(run)
  const recorded = run.observations.filter(({ name }) => name === 'overlap')
  const sizes = recorded.map(({ about }) => Number(about?.condition?.['workers']))
  const workers = mainCrew(sizes, count)
  if (workers === null) return []
  const place = (id: Place['id'], where: string): Place[] => {
    const facts = factsOf(run, 'overlap', id, workers)
    return facts ? [{ id, where, facts }] : []
  }
  const places = [...place('one-core', 'on one core'), ...place('all-cores', `on ${cores(count)}`)]
  const known = places.filter(({ facts }) => typeof facts['shareWithTwoOrMoreRunning'] === 'number')
  return [
    together(known, workers),
    nobodyTogether(known, count),
    ...places.map((one) => incomplete(one, workers)),
  ].filter((sentence) => sentence !== null)
}

function together(places: readonly Place[], workers: number): string | null {
  const [first] = places
  if (!first) return null
  const by =
    first.facts['source'] === 'kernel' ? 'the kernel’s records of every switch' : 'what the workers saw themselves'
  const words = places.map(({ facts, where }) => {
    const share = Number(facts['shareWithTwoOrMoreRunning'])
    return `${share === 0 ? '0\u202f%' : formatShare(share)} of the time ${where}`
  })
  return `Two or more of ${crew(workers)} ran at the same time for ${words.join(' and ')}, by ${by} in ${first.facts['repetitions']} repetitions of their own.`
}

/** Nobody else's turns are recorded, so that nothing tells whose the other cores were. */
function nobodyTogether(places: readonly Place[], count: number): string | null {
  const found = places.find(({ id }) => id === 'all-cores')
  if (found?.facts['greatestShare'] !== 0 || count < 2) return null
  return `Only the workers are recorded: ${found.where} no second worker had a core beside the first. Possible reasons: other programs, interrupts, the hypervisor, a CPU quota.`
}

function incomplete({ where, facts }: Place, workers: number): string | null {
  const { incomplete: count, reason } = facts
  if (typeof count !== 'number' || typeof reason !== 'string') return null
  const complete = typeof facts['shareWithTwoOrMoreRunning'] === 'number' ? Number(facts['repetitions']) : 0
  const words = `${count} of ${complete + count} recorded repetitions ${count === 1 ? 'is' : 'are'} incomplete`
  return complete > 0
    ? `Of ${crew(workers)} ${where}, ${words} and left out: one ${reason}.`
    : `Who had which core when ${crew(workers)} ran ${where} is not known: ${words}; one ${reason}.`
}
