import type { PartDescription, SeriesDescription } from '../../../contract/experiment.ts'
import type { Condition } from '../../../contract/series.ts'
import type { Means } from '../experiment.ts'

interface RaceSeries extends Omit<SeriesDescription, 'unsupported' | 'comparedWith'> {
  /** Started by the host, as a worker of Node; otherwise by the probe. */
  inNode: boolean
  /** Loses nothing, or it is no cure. */
  isCure: boolean
  /** An increment takes many times as long as in ordinary code: races of a tenth of the increments are long enough. */
  isSlow: boolean
}

/** Every way to add one, in the order of the table. Ids of native ones are the probe's. */
export const SERIES: readonly RaceSeries[] = [
  {
    id: 'plain',
    kind: 'thread',
    inNode: false,
    isCure: false,
    isSlow: false,
    explanation:
      'Read the counter, add one, write it back: three steps of ordinary code, with nothing between threads.',
  },
  {
    id: 'load-store',
    kind: 'thread',
    inNode: false,
    isCure: false,
    isSlow: false,
    explanation:
      'The same by an atomic load and an atomic store (C11, relaxed): each access is whole, and between the two is as much room as before.',
  },
  {
    id: 'atomic-add',
    kind: 'thread',
    inNode: false,
    isCure: true,
    isSlow: true,
    explanation: 'One atomic addition: the processor reads, adds and writes in a step that nobody can get into.',
  },
  {
    id: 'mutex',
    kind: 'thread',
    inNode: false,
    isCure: true,
    isSlow: true,
    explanation: 'The three steps between lock and unlock of a POSIX mutex: only one thread at a time takes them.',
  },
  {
    id: 'node-plain',
    kind: 'thread',
    inNode: true,
    isCure: false,
    isSlow: false,
    explanation: 'Workers of Node that add to one number in a SharedArrayBuffer by ordinary JavaScript.',
  },
  {
    id: 'node-load-store',
    kind: 'thread',
    inNode: true,
    isCure: false,
    isSlow: true,
    explanation: 'The same by Atomics.load and Atomics.store: two whole accesses, with room between them.',
  },
  {
    id: 'node-atomic-add',
    kind: 'thread',
    inNode: true,
    isCure: true,
    isSlow: true,
    explanation: 'The same by Atomics.add, which is one step.',
  },
]

/** Increments of one race, where so many were asked for. */
export const incrementsOf = ({ isSlow }: Pick<RaceSeries, 'isSlow'>, asked: number): number =>
  isSlow ? asked / SLOWER : asked

/** How many times fewer increments the races of slow ways have. */
export const SLOWER = 10

export const isCure = (id: string): boolean => SERIES.find((one) => one.id === id)?.isCure ?? false

export const PART_IDS = ['elapsed', 'lost'] as const

/** The first spans the whole of a race. */
export const PARTS = [
  {
    id: 'elapsed',
    unit: 'ns',
    title: 'An increment',
    explanation:
      'From the release of all threads until the last one has added for the last time, over the number of increments that were made. Where threads add at the same time, it is less than what one of them takes for one.',
  },
  {
    id: 'lost',
    unit: '1',
    title: 'Lost share',
    explanation:
      'Of the increments that were made in a race, the share that the counter does not know of afterwards: 0.25 is a quarter.',
  },
] as const satisfies readonly (PartDescription & { id: (typeof PART_IDS)[number] })[]

/** Where the threads of a race may run: each on a core of its own as far as there are, all on one, or as the scheduler likes. */
export type Placement = 'spread' | 'one-core' | 'free'

export const conditionOf = (threads: number, placement: Placement): Condition => ({ threads, placement })

export function describeSeries({ probes }: Means): SeriesDescription[] {
  return SERIES.map(({ inNode, isCure: _, isSlow: __, ...one }) => ({
    ...one,
    unsupported: inNode || probes.path !== null ? null : probes.reason,
    comparedWith: one.id === 'plain' || one.id === 'node-plain' ? null : inNode ? 'node-plain' : 'plain',
  }))
}
