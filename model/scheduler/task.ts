import type { HeapItem } from './indexed-heap.ts'
import type { Instructions } from './instructions.ts'
import type { TASK_STATES } from './schedule.ts'
import type { Mutex } from './locks.ts'
import type { Nanoseconds, TaskPlan } from './workload.ts'

type StateName = (typeof TASK_STATES)[number]

/** Something that a task can wait for: how it is called and who would have to act. */
export interface Awaited {
  readonly called: string
  readonly heldBy: readonly Task[]
}

/** A task as the engine keeps it. It stands in at most one heap: that of coming wake-ups, or of a run queue. */
export class Task implements HeapItem {
  key = 0
  tie = 0
  position = -1

  readonly index: number
  readonly plan: TaskPlan
  readonly program: Instructions
  /** Which set of cores it may use; tasks with the same set have the same number. */
  readonly affinityClass: number
  /** 1 for each core that it may use. */
  readonly allowed: Uint8Array

  /** The next instruction. */
  at = 0
  readonly counters: Float64Array
  /** What is left of the `compute` that it is in. */
  left: Nanoseconds = 0
  /** What is left until it next leaves its core, or may have to. */
  burstLeft: Nanoseconds = 0

  state: StateName = 'not-yet'
  stateSince: Nanoseconds = 0
  /** The run queue that it is, or last was, in. */
  queue = 0
  /** Whether it stands in that run queue. */
  queued = false
  /** The core that it is, or last was, on; −1 before the first. */
  core = -1

  arrival: Nanoseconds | null = null
  started: Nanoseconds | null = null
  finished: Nanoseconds | null = null
  waiting: Nanoseconds = 0
  computed: Nanoseconds = 0
  switches = 0
  migrations = 0

  /** What it waits for while it is blocked. */
  awaits: Awaited | null = null
  /** The next in the same wait list. */
  next: Task | null = null
  /** The message that it tries to send. */
  message = 0
  /** Whether it waits to write, where it waits for a read–write lock. */
  writes = false
  /** What it takes again after a condition. */
  reacquires: Mutex | null = null

  constructor(index: number, plan: TaskPlan, program: Instructions, affinityClass: number, allowed: Uint8Array) {
    this.index = index
    this.plan = plan
    this.program = program
    this.affinityClass = affinityClass
    this.allowed = allowed
    this.counters = new Float64Array(program.depth)
  }

  get name(): string {
    return this.plan.name
  }
}

/** Tasks that wait, first come, first served. A task is in one list at a time. */
export class WaitList {
  #first: Task | null = null
  #last: Task | null = null

  get first(): Task | null {
    return this.#first
  }

  push(task: Task): void {
    task.next = null
    if (this.#last === null) this.#first = task
    else this.#last.next = task
    this.#last = task
  }

  shift(): Task | null {
    const task = this.#first
    if (task === null) return null
    this.#first = task.next
    if (this.#first === null) this.#last = null
    task.next = null
    return task
  }
}
