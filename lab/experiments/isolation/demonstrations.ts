import type { TaskKind } from '../../../contract/experiment.ts'

/** One thing that is tried, and what has to come of it before its times mean anything. */
export interface Demonstration {
  id: string
  kind: TaskKind
  explanation: string
  /** The demonstration in which threads do the same. */
  comparedWith: string | null
  /** Whether the actors are threads of one process. */
  inThreads: boolean
  faults: boolean
  /** Of n actors, how many live on. */
  survivors: (actors: number) => number
  /** Whether the neighbour's data are changed. */
  corrupts: boolean
}

export const THREAD_FAULTS = 'thread-faults'
export const PROCESS_FAULTS = 'process-faults'
export const THREAD_OVERWRITES = 'thread-overwrites'
export const PROCESS_OVERWRITES = 'process-overwrites'
export const SHARED_OVERWRITES = 'process-overwrites-shared'

export const DEMONSTRATIONS: readonly Demonstration[] = [
  {
    id: THREAD_FAULTS,
    kind: 'thread',
    explanation: 'One thread of a process writes through a null pointer, while its siblings are at work.',
    comparedWith: null,
    inThreads: true,
    faults: true,
    survivors: () => 0,
    corrupts: false,
  },
  {
    id: PROCESS_FAULTS,
    kind: 'process',
    explanation: 'One process writes through a null pointer, while other processes do the same work.',
    comparedWith: THREAD_FAULTS,
    inThreads: false,
    faults: true,
    survivors: (actors) => actors - 1,
    corrupts: false,
  },
  {
    id: THREAD_OVERWRITES,
    kind: 'thread',
    explanation: 'One thread writes a text that is too long for its own data; the rest lands in its neighbour’s.',
    comparedWith: null,
    inThreads: true,
    faults: false,
    survivors: (actors) => actors,
    corrupts: true,
  },
  {
    id: PROCESS_OVERWRITES,
    kind: 'process',
    explanation: 'One process writes the same text to the same addresses, where its neighbour has its data too.',
    comparedWith: THREAD_OVERWRITES,
    inThreads: false,
    faults: false,
    survivors: (actors) => actors,
    corrupts: false,
  },
  {
    id: SHARED_OVERWRITES,
    kind: 'process',
    explanation: 'The same write once more, in memory that the processes share on purpose.',
    comparedWith: THREAD_OVERWRITES,
    inThreads: false,
    faults: false,
    survivors: (actors) => actors,
    corrupts: true,
  },
]
