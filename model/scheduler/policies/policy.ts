import type { Affinity } from '../affinity.ts'
import type { Task } from '../task.ts'
import type { Nanoseconds } from '../workload.ts'

/** Why a task begins to wait for a core. */
export type JoinCause = 'arrival' | 'wake-up' | 'quantum' | 'preempted' | 'yield'

/**
 * Who gets a core next, and for how long. The engine keeps time, cores, locks and messages; a policy keeps its run
 * queues and whatever it compares. Queues are numbered: 0 for all cores, or one for each core with the core's number.
 */
export interface Policy {
  /** Whether a task that continues with another burst may lose its core to one that waits (STCF). */
  readonly reconsidersBursts: boolean
  /** Whether all cores of a queue must be accounted before a choice (those that compare with a common average). */
  readonly comparesWithAll: boolean

  /** `task` begins to wait in `task.queue`. */
  join(task: Task, cause: JoinCause, now: Nanoseconds): void
  /** Which waiting task of `queue` is best for `core`, without taking it; null where none may run there. */
  best(core: number, queue: number, now: Nanoseconds): Task | null
  /** `task`, which was the best, leaves the queue for a core. */
  take(task: Task, now: Nanoseconds): void
  /** `task` was taken for a core with another queue; `task.queue` is the new one, `from` the old. */
  moved(task: Task, from: number, now: Nanoseconds): void
  /** How long `task`, which was taken, may keep the core before the choice is made again; Infinity: as long as it wants. */
  slice(task: Task, now: Nanoseconds): Nanoseconds
  /** `task` has used its core for `ran`. */
  charge(task: Task, ran: Nanoseconds, now: Nanoseconds): void
  /** All cores of `queue` are charged up to now; only where the policy compares with what they have in common. */
  settle(queue: number): void
  /** `task` leaves its core for something other than a run queue. */
  leave(task: Task, now: Nanoseconds): void
  /** How much more of a right to a core the waiting `newcomer` has than the `running` task; it preempts where this is positive. */
  claim(newcomer: Task, running: Task, now: Nanoseconds): number
  /** When `alarm` wants to be called; Infinity: never. Tasks that run keep what is left of their slices, at most `slice`. */
  readonly nextAlarm: Nanoseconds
  alarm(now: Nanoseconds): void

  /** What is compared about a waiting task, in words with its unit. */
  figures(task: Task, now: Nanoseconds): string
  /** Why `task`, which `best` has just answered among others, was chosen: the rest of a sentence that begins with its name. */
  reason(task: Task, now: Nanoseconds): string
}

/** What a policy is made from. */
export interface PolicyContext {
  tasks: readonly Task[]
  affinity: Affinity
  /** How many run queues there are. */
  queues: number
  /** A parameter of the policy, within its bounds. */
  setting: (name: string) => number
  seed: number
}
