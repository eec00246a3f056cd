import type { PartDescription } from '../../../contract/experiment.ts'
import type { SeriesIdentity } from '../../../contract/series.ts'
import { contestantName } from '../../../model/scheduler/contest.ts'

/** The one series; its condition says which thread it is, and its nice value. */
export const THREADS = 'threads'

/** What a share is counted in, since series count times: the nanoseconds of one second. */
export const WHOLE_NS = 1e9

export const PART_IDS = ['cpu', 'share', 'delay', 'turn'] as const
export type PartId = (typeof PART_IDS)[number]

export const PARTS = [
  {
    id: 'cpu',
    unit: 'ns',
    title: 'CPU time',
    explanation: 'Processor time that the thread got within the period, by its own clock of processor time.',
  },
  {
    id: 'share',
    unit: 'ns',
    title: 'Share, of a second',
    explanation:
      'Of every second of processor time that the threads got together, this much was the thread’s: 250 ms are a share of 25 %. Time in which none of them had the core is not in it.',
  },
  {
    id: 'delay',
    unit: 'ns',
    title: 'Run-queue delay',
    explanation: 'How long within the period the thread could have run and had no core, as the kernel accounts for it.',
  },
  {
    id: 'turn',
    unit: 'ns',
    title: 'Turn',
    explanation:
      'The processor time of a turn, in the mean of the period: from getting the core until losing it. It may be several slices long.',
  },
] as const satisfies readonly (PartDescription & { id: PartId })[]

/** A thread of the contest: which of them, and its nice value. */
export interface Contestant {
  name: string
  nice: number
}

export function contestants(nice: readonly number[]): Contestant[] {
  return nice.map((value, index) => ({ name: contestantName(index), nice: value }))
}

export function threadSeries({ name, nice }: Contestant, part: PartId): SeriesIdentity {
  return { id: THREADS, part, condition: { thread: name, nice } }
}
