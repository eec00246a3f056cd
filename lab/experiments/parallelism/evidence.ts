import type { ProbeSamples } from '../../../contract/probe.ts'
import { formatDuration } from '../../../contract/figures.ts'
import type { Placement } from './series.ts'

/** Processor time and time that passed come from two clocks, and a worker reads the first a moment after it was done. */
const AGREEMENT_SHARE = 0.02
const AGREEMENT_NS = 200_000
const AGREEMENT_A_WORKER_NS = 20_000

export interface Expected {
  placement: Placement
  workers: number
  cores: number
}

/** What was recorded beforehand, in repetitions of their own. */
export interface Recorded {
  /** The kernel's own records, and not what the workers saw themselves. */
  byKernel: boolean
  repetitions: number
  /** In how many of them two workers had a core at the same time. */
  withOverlap: number
  /** In how many none had, though the workers used more processor time than passed. */
  impossible: number
}

/** Why the evidence contradicts a block's figures, in a sentence without its series; null where it agrees. */
export function contradiction(samples: ProbeSamples, expected: Expected, recorded: Recorded | null): string | null {
  const { lostWorkers = 0, lostToSignal = 0, wrongSums = 0, misplaced = 0 } = samples.counts
  if (lostWorkers > 0) {
    return `lost ${lostWorkers === 1 ? 'a worker' : `${lostWorkers} workers`} in the midst of the work: somebody sent signal ${lostToSignal}`
  }
  if (wrongSums > 0) return `did not do its work: ${wrongSums} checksums are not those of the steps that were asked for`
  if (misplaced > 0) return `had ${misplaced} workers on a core that they are kept from`
  return tooMuch(samples, expected) ?? (recorded ? againstRecords(expected, recorded) : null)
}

/** So many cores cannot give more processor time than they have. */
function tooMuch({ values }: ProbeSamples, { placement, workers, cores }: Expected): string | null {
  const most = placement === 'one-core' ? 1 : Math.min(workers, cores)
  const found = pairs(values).find(({ elapsed, processor }) => processor > room(elapsed * most, workers))
  if (!found) return null
  return `used ${formatDuration(found.processor)} of processor time within ${formatDuration(found.elapsed)} on ${most === 1 ? 'one core' : `${most} cores`}`
}

/** More processor time than one core has: at least two were at work at the same time. */
export function mustOverlap(elapsed: number, processor: number, workers: number): boolean {
  return processor > room(elapsed, workers)
}

function againstRecords({ placement }: Expected, recorded: Recorded): string | null {
  const { byKernel, repetitions, withOverlap, impossible } = recorded
  if (!byKernel) return null
  if (placement === 'one-core' && withOverlap > 0) {
    return `was to run on one core, and the kernel recorded two workers at work at the same time in ${withOverlap} of ${repetitions} repetitions`
  }
  return impossible > 0
    ? `used more processor time than passed, and the kernel recorded no two workers at work at the same time, in ${impossible} of ${repetitions} recorded repetitions`
    : null
}

const room = (ns: number, workers: number): number =>
  ns * (1 + AGREEMENT_SHARE) + AGREEMENT_NS + workers * AGREEMENT_A_WORKER_NS

function pairs(values: ProbeSamples['values']): { elapsed: number; processor: number }[] {
  return (values['elapsed'] ?? []).map((elapsed, i) => ({ elapsed, processor: values['processor']?.[i] ?? 0 }))
}
