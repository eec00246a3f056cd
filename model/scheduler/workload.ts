/** Time in whole nanoseconds; up to 2^53 of them are exact, which is 104 days. */
export type Nanoseconds = number

/** What a task does, one thing after another. Numbers index the workload's lists of the same name. */
export type Operation =
  | { do: 'compute'; for: Nanoseconds }
  | { do: 'io'; for: Nanoseconds }
  | { do: 'lock' | 'unlock'; mutex: number }
  | { do: 'read-lock' | 'write-lock' | 'read-unlock' | 'write-unlock'; rwlock: number }
  | { do: 'wait'; condition: number; mutex: number }
  | { do: 'signal'; condition: number }
  | { do: 'send' | 'receive'; channel: number }
  | { do: 'spawn'; task: number }
  | { do: 'yield' }
  | { do: 'exit' }
  | { do: 'repeat'; times: number; body: readonly Operation[] }

/** An address space; its tasks share memory, and a switch within it is cheaper. */
export interface ProcessPlan {
  name: string
}

export interface TaskPlan {
  name: string
  /** Which process it is a thread of. */
  process: number
  /** When it becomes runnable for the first time; null for one that only a `spawn` starts. */
  arrival: Nanoseconds | null
  /** −20 to 19. */
  nice: number
  /** For lottery and stride. */
  tickets: number
  /** Cores it may run on; null for all. */
  affinity: readonly number[] | null
  workingSetKiB: number
  program: readonly Operation[]
}

/** What is to be scheduled, whatever the policy. */
export interface Workload {
  processes: readonly ProcessPlan[]
  tasks: readonly TaskPlan[]
  mutexes: readonly string[]
  rwlocks: readonly string[]
  conditions: readonly string[]
  channels: readonly { name: string; capacity: number }[]
}

/** What is wrong with a workload's text; both numbers count from 1. */
export interface WorkloadError {
  line: number
  column: number
  message: string
}
