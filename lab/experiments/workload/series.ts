import type { PartDescription } from '../../../contract/experiment.ts'
import type { SeriesIdentity } from '../../../contract/series.ts'

/** The one series; its condition says which thread of the workload it is. */
export const THREADS = 'threads'

export const PART_IDS = ['turnaround', 'response', 'waiting'] as const
export type PartId = (typeof PART_IDS)[number]

export const PARTS = [
  {
    id: 'turnaround',
    unit: 'ns',
    title: 'Turnaround',
    explanation: 'From the thread’s arrival until its last operation is done.',
  },
  {
    id: 'response',
    unit: 'ns',
    title: 'Response',
    explanation: 'From the thread’s arrival until its first instruction. Waking up is part of it.',
  },
  {
    id: 'waiting',
    unit: 'ns',
    title: 'Waiting',
    explanation: 'The turnaround without what the thread asked for itself: its processor time and its sleep.',
  },
] as const satisfies readonly (PartDescription & { id: PartId })[]

export function taskSeries(task: string, part: PartId): SeriesIdentity {
  return { id: THREADS, part, condition: { thread: task } }
}
