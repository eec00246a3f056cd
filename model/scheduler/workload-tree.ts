/** A workload as it is written, before names are looked up. Lines and columns count from 1. */

/** Where something stands in the text. */
export interface Place {
  line: number
  column: number
}

export interface Name extends Place {
  text: string
}

export const OBJECT_KINDS = ['mutex', 'rwlock', 'condition', 'channel'] as const
export type ObjectKind = (typeof OBJECT_KINDS)[number]

/** What each operation on one object needs after it; `wait` needs two. */
export const NEEDS = {
  lock: 'mutex',
  unlock: 'mutex',
  'read-lock': 'rwlock',
  'read-unlock': 'rwlock',
  'write-lock': 'rwlock',
  'write-unlock': 'rwlock',
  signal: 'condition',
  send: 'channel',
  receive: 'channel',
} as const satisfies Record<string, ObjectKind>

export type ObjectOperation = keyof typeof NEEDS

/** Every word that an operation can begin with, in the order of the guide. */
export const OPERATION_WORDS = ['compute', 'io', ...Object.keys(NEEDS), 'wait', 'spawn', 'yield', 'exit', 'repeat']

export type OperationTree = Place &
  (
    | { do: 'compute' | 'io'; for: number }
    | { do: ObjectOperation; object: Name }
    | { do: 'wait'; condition: Name; mutex: Name }
    | { do: 'spawn'; thread: Name }
    | { do: 'yield' | 'exit' }
    | { do: 'repeat'; times: number; body: OperationTree[] }
  )

export interface ThreadTree {
  name: Name
  /** How many of them there are, named `a1`, `a2` and so on; null for one that is named as it is written. */
  copies: number | null
  /** Nanoseconds; null for one that a `spawn` starts. */
  arrival: number | null
  nice: number
  tickets: number
  affinity: number[] | null
  workingSetKiB: number
  body: OperationTree[]
}

export interface DeclarationTree {
  kind: ObjectKind
  name: Name
  /** Of a channel; 0 for the others. */
  capacity: number
}

export interface WorkloadTree {
  declarations: DeclarationTree[]
  /** A process may be written in several parts. */
  processes: { name: Name; threads: ThreadTree[] }[]
}

export function isObjectOperation(word: string): word is ObjectOperation {
  return Object.hasOwn(NEEDS, word)
}
