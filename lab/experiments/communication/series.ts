import type { SeriesDescription, TaskKind } from '../../../contract/experiment.ts'
import type { Means } from '../experiment.ts'

/** The native mechanism that the other native ones are compared with, and that of Node for those of Node. */
export const SHARED = 'shared-variable'
export const SHARED_IN_NODE = 'shared-array-buffer'

export type Sides = 'threads' | 'processes'

interface NativeMechanism {
  id: string
  /** What the two sides are. */
  sides: Sides
  /** Whether a message is copied, so that its size costs something. */
  copies: boolean
  explanation: string
}

export const NATIVE_MECHANISMS: readonly NativeMechanism[] = [
  {
    id: 'shared-in-place',
    sides: 'threads',
    copies: false,
    explanation:
      'Two threads, nothing copied: the message already lies in memory that both see, and only the word that it is there is handed over.',
  },
  {
    id: SHARED,
    sides: 'threads',
    copies: true,
    explanation:
      'Two threads: the sender copies the message into memory that both see, wakes the receiver by futex, and the receiver copies it out.',
  },
  {
    id: 'shared-mapping',
    sides: 'processes',
    copies: true,
    explanation: 'Two processes that have one piece of memory in common (mmap, MAP_SHARED); otherwise the same.',
  },
  {
    id: 'pipe',
    sides: 'processes',
    copies: true,
    explanation: 'Two processes and a pipe in each direction: the kernel copies the message in and out.',
  },
  {
    id: 'unix-socket',
    sides: 'processes',
    copies: true,
    explanation: 'Two processes and a pair of Unix stream sockets: the kernel copies the message in and out.',
  },
]

export type NodeMechanismId = 'shared-array-buffer' | 'postmessage-transferred' | 'postmessage-copied' | 'child-ipc'

interface NodeMechanism {
  id: NodeMechanismId
  sides: Sides
  explanation: string
}

export const NODE_MECHANISMS: readonly NodeMechanism[] = [
  {
    id: SHARED_IN_NODE,
    sides: 'threads',
    explanation:
      'Node and a Worker: the message is copied into a SharedArrayBuffer and out of it, handed over by Atomics.wait and Atomics.notify.',
  },
  {
    id: 'postmessage-transferred',
    sides: 'threads',
    explanation: 'Node and a Worker: postMessage transfers the buffer; the sender loses it, nothing is copied.',
  },
  {
    id: 'postmessage-copied',
    sides: 'threads',
    explanation: 'Node and a Worker: postMessage copies the buffer by structured clone.',
  },
  {
    id: 'child-ipc',
    sides: 'processes',
    explanation:
      'Node and a child process with an IPC channel (serialization: advanced, a Unix socket underneath): send serialises the buffer.',
  },
]

const KIND: Readonly<Record<Sides, TaskKind>> = { threads: 'thread', processes: 'process' }

/** The kinds are those of the other side: a thread, or a process of its own. */
export function describeSeries({ probes }: Means): SeriesDescription[] {
  const unsupported = probes.path === null ? probes.reason : null
  return [
    ...NATIVE_MECHANISMS.map(({ id, sides, explanation }) => ({
      id,
      kind: KIND[sides],
      explanation,
      unsupported,
      comparedWith: id === SHARED ? null : SHARED,
    })),
    ...NODE_MECHANISMS.map(({ id, sides, explanation }) => ({
      id,
      kind: KIND[sides],
      explanation,
      unsupported: null,
      comparedWith: id === SHARED_IN_NODE ? null : SHARED_IN_NODE,
    })),
  ]
}

/** The parts of a message's cost; the first spans the whole operation. */
export const PARTS = ['latency', 'streamed'] as const
