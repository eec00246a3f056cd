import type { ProbeSamples } from '../../../contract/probe.ts'
import type { Demonstration } from './demonstrations.ts'

/**
 * Why what became of the actors contradicts the times of a block; null where it agrees. A time from a fault to the news of
 * it is one only if there was a fault, if it was what ended the process, and if nobody else ended for another reason.
 */
export function contradiction(
  { counts, values }: ProbeSamples,
  demonstration: Demonstration,
  actors: number,
): string | null {
  const repetitions = values['told']?.length ?? 0
  const wanted = expected(demonstration, actors)
  for (const { name, each, meaning } of wanted) {
    const found = counts[name]
    if (found !== repetitions * each) {
      return `counted ${found ?? 'no'} ${meaning} in ${repetitions} repetitions with ${actors} actors, not ${repetitions * each}`
    }
  }
  return null
}

interface Expected {
  name: string
  /** How many there are to be in one repetition. */
  each: number
  meaning: string
}

function expected({ inThreads, faults, survivors, corrupts }: Demonstration, actors: number): Expected[] {
  const living = survivors(actors)
  const faulted = faults ? 1 : 0
  return [
    { name: 'repetitions', each: 1, meaning: 'repetitions' },
    { name: 'actorsBefore', each: actors, meaning: 'actors before the deed' },
    { name: 'endedBySegv', each: faulted, meaning: 'processes that ended by SIGSEGV' },
    { name: 'exitedNormally', each: (inThreads ? 1 : actors) - faulted, meaning: 'processes that ended with status 0' },
    { name: 'survivors', each: living, meaning: 'survivors' },
    { name: 'ended', each: actors - living, meaning: 'actors that ended' },
    { name: 'neighbourCorrupted', each: corrupts ? 1 : 0, meaning: 'neighbours with changed data' },
    { name: 'corrupted', each: corrupts ? 1 : 0, meaning: 'actors with changed data' },
    { name: 'leftBehind', each: 0, meaning: 'actors left behind' },
  ]
}
