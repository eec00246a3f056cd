import type { PartDescription, SeriesDescription } from '../../../contract/experiment.ts'
import type { Means } from '../experiment.ts'
import { whyNoAccounts } from './accounts.ts'

/** The series that others are put into proportion to. */
export const BASELINE = 'thread'
/** The stack that a C program's thread has by default nearly everywhere. */
export const DEFAULT_STACK_KIB = 8192

export const PROCESS_SERIES: readonly string[] = ['fork', 'fork-exec']
export const NODE_SERIES = ['worker-thread', 'child-process'] as const
export type NodeSeries = (typeof NODE_SERIES)[number]

/** The first is what one more takes; the others are the kernel's accounts that it is put together from, or beside it. */
export const PARTS: readonly [PartDescription, ...PartDescription[]] = [
  {
    id: 'total',
    unit: 'B',
    title: 'Total',
    explanation:
      'What one more takes: pages that no file stands behind (each shared one divided among its sharers, the parent’s change included), page tables, kernel stacks. Not in it: the kernel’s other structures, which the evidence has.',
  },
  {
    id: 'virtual',
    unit: 'B',
    title: 'Virtual',
    explanation: 'Addresses that are mapped (VmSize), whether or not there is memory behind them.',
  },
  {
    id: 'rss',
    unit: 'B',
    title: 'RSS',
    explanation: 'Resident set size: pages that are in memory, each shared one counted in full for everyone.',
  },
  {
    id: 'pss',
    unit: 'B',
    title: 'PSS',
    explanation: 'Proportional set size: a page that n processes share counts 1/n for each of them.',
  },
  {
    id: 'uss',
    unit: 'B',
    title: 'USS',
    explanation: 'Unique set size: pages that nobody else has; what would be free if it ended.',
  },
  {
    id: 'page-tables',
    unit: 'B',
    title: 'Page tables',
    explanation: 'The kernel’s map from addresses to memory (VmPTE), all levels but the topmost.',
  },
  {
    id: 'kernel-stack',
    unit: 'B',
    title: 'Kernel stack',
    explanation: 'The stack on which the kernel works for a task; every thread has one, in whichever process.',
  },
  {
    id: 'fault',
    unit: 'ns',
    title: 'One fault',
    explanation: 'The time that a first write to a shared page takes: a page fault, and a copy of the page.',
  },
]

/** The parts of everything but the writing child, which has faults besides. */
export const MEMORY_PARTS = [
  'total',
  'virtual',
  'rss',
  'pss',
  'uss',
  'page-tables',
  'kernel-stack',
] as const satisfies readonly string[]
export type MemoryPart = (typeof MEMORY_PARTS)[number]

export function describeSeries({ probes }: Means): SeriesDescription[] {
  const noProbe = probes.path === null ? probes.reason : null
  const native = (id: string, comparedWith: string | null, kind: 'process' | 'thread', explanation: string) => ({
    ...{ id, kind, explanation, comparedWith },
    unsupported: noProbe,
  })
  const noAccounts = whyNoAccounts()
  return [
    native(
      'fork',
      BASELINE,
      'process',
      'A forked copy of a small C program, which then waits. Its memory is shared with its parent until one of them writes.',
    ),
    native(
      'fork-exec',
      BASELINE,
      'process',
      'fork, and then a tiny static program in the child, which waits: as little as a process of its own can be.',
    ),
    native(BASELINE, null, 'thread', 'A POSIX thread that waits, on a stack of the size that is chosen.'),
    {
      id: 'worker-thread',
      kind: 'thread',
      explanation:
        'An idle Worker of Node: a thread with a JavaScript engine of its own, in one process with the others.',
      unsupported: noAccounts,
      comparedWith: BASELINE,
    },
    {
      id: 'child-process',
      kind: 'process',
      explanation: 'An idle Node program started by Node, with a message channel to its parent.',
      unsupported: noAccounts,
      comparedWith: BASELINE,
    },
    native(
      'cow-child',
      'fork',
      'process',
      'A forked child that writes to some share of the 64 MiB that its parent holds; each first write copies a page.',
    ),
  ]
}
