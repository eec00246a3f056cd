import type { SeriesDescription } from '../../../contract/experiment.ts'
import type { Means } from '../experiment.ts'

export const MECHANISMS = ['pipe', 'futex', 'eventfd'] as const
export type Mechanism = (typeof MECHANISMS)[number]

const CALLS: Readonly<Record<Mechanism, string>> = {
  pipe: 'a write of one byte into a pipe and a read that waits for one',
  futex: 'a futex call that wakes and one that waits, on a word of shared memory',
  eventfd: 'a write to an eventfd, a counter in the kernel, and a read that waits for it',
}

type Described = Omit<SeriesDescription, 'unsupported'>

const BETWEEN_TWO = MECHANISMS.flatMap((mechanism): Described[] => [
  {
    id: `${mechanism}-threads`,
    kind: 'thread',
    explanation: `Control handed to the other of two threads of one process, by ${CALLS[mechanism]}. On one core that is a context switch; on two cores it is a cross-core wake-up.`,
    comparedWith: null,
  },
  {
    id: `${mechanism}-processes`,
    kind: 'process',
    explanation: `The same between two processes, each with an address space of its own: by ${CALLS[mechanism]}.`,
    comparedWith: `${mechanism}-threads`,
  },
])

const ROUND_A_RING: readonly Described[] = [
  {
    id: 'ring-threads',
    kind: 'thread',
    explanation: 'A token handed on by pipe, round a ring of threads of one process, all on one core.',
    comparedWith: null,
  },
  {
    id: 'ring-processes',
    kind: 'process',
    explanation: 'A token handed on by pipe, round a ring of processes on one core: as many address spaces take turns.',
    comparedWith: 'ring-threads',
  },
]

const CALLS_ALONE = MECHANISMS.map((mechanism): Described => ({
  id: `${mechanism}-alone`,
  kind: 'kernel',
  explanation: `One task makes the calls of one handover by itself, ${CALLS[mechanism]}, and never waits: no switch.`,
  comparedWith: `${mechanism}-threads`,
}))

/** Every series, in the order of the table. */
export const SERIES: readonly Described[] = [...BETWEEN_TWO, ...ROUND_A_RING, ...CALLS_ALONE]

/** Whether it has no handover, only the calls of one. */
export const isAlone = (id: string): boolean => id.endsWith('-alone')

/** Whether its token goes round a ring whose size is varied. */
export const isRing = (id: string): boolean => id.startsWith('ring-')

/** Whether it is measured with working sets too. */
export const hasWorkingSets = (id: string): boolean => id === 'pipe-threads' || id === 'pipe-processes'

export function describeSeries({ probes }: Means): SeriesDescription[] {
  const unsupported = probes.path === null ? probes.reason : null
  return SERIES.map((one) => ({ ...one, unsupported }))
}
