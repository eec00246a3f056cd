import type { Observation } from '../../../../contract/run.ts'

/** What became of one thread or process of a demonstration that was looked at closely. */
export interface ActorStory {
  /** Counted from 1, in the order of their data in memory. */
  actor: number
  pid: number
  tid: number
  survived: boolean
  /** How the process that it was in ended at last: "SIGSEGV", or "status 0" once it was asked to leave. */
  processEndedWith: string
  dataBefore: string
  /** What it read of its own data after the deed; null where it could not read any more. */
  dataAfter: string | null
  /** What the one who did the deed read at its neighbour's address. */
  sawAtNeighbour: string | null
  /** Its signs of life, in µs from the deed. */
  beatsUs: readonly number[]
}

/** One demonstration from beginning to end, as it was given once before the figures were measured. */
export interface Story {
  demonstration: string
  /** The actor that did the deed. */
  culprit: number
  toldUs: number
  observerUnharmed: boolean
  /** The address of the neighbour's data, the same in every process; null where nothing is overwritten. */
  neighboursDataAt: string | null
  actors: readonly ActorStory[]
}

type Facts = Observation['facts']

const text = (facts: Facts, name: string): string | null => {
  const value = facts[name]
  return typeof value === 'string' ? value : null
}
const number = (facts: Facts, name: string): number => Number(facts[name] ?? Number.NaN)

/** The stories that the observations tell, by demonstration. One whose actors are not all there yet is left out. */
export function storiesOf(observations: readonly Observation[]): ReadonlyMap<string, Story> {
  const stories = new Map<string, Story>()
  for (const { name, facts } of observations) {
    const demonstration = text(facts, 'demonstration')
    if (name !== 'story' || demonstration === null) continue
    const actors = observations
      .filter((one) => one.name === 'actor' && one.facts['demonstration'] === demonstration)
      .map((one) => actorStory(one.facts))
    if (actors.length === 0 || actors.length < number(facts, 'actorsBefore')) continue
    stories.set(demonstration, {
      demonstration,
      culprit: number(facts, 'culprit'),
      toldUs: number(facts, 'toldNs') / 1000,
      observerUnharmed: facts['observerUnharmed'] === true,
      neighboursDataAt: text(facts, 'neighboursDataAt'),
      actors,
    })
  }
  return stories
}

function actorStory(facts: Facts): ActorStory {
  return {
    actor: number(facts, 'actor'),
    pid: number(facts, 'pid'),
    tid: number(facts, 'tid'),
    survived: facts['survived'] === true,
    processEndedWith: text(facts, 'processEndedWith') ?? 'unknown',
    dataBefore: text(facts, 'dataBefore') ?? '',
    dataAfter: text(facts, 'dataAfter'),
    sawAtNeighbour: text(facts, 'sawAtNeighbour'),
    beatsUs: (text(facts, 'beatsUs') ?? '').split(' ').filter(Boolean).map(Number),
  }
}

/** What was counted over all repetitions of a demonstration; null before they are over. */
export function countsOf(observations: readonly Observation[], id: string): Readonly<Record<string, number>> | null {
  const found = observations.find(({ name, about }) => name === 'counts' && about?.id === id)
  if (!found) return null
  return Object.fromEntries(
    Object.entries(found.facts).filter((fact): fact is [string, number] => typeof fact[1] === 'number'),
  )
}
