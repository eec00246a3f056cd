import type { Core } from './core.ts'
import type { JoinCause, Policy } from './policies/policy.ts'
import { Recorder } from './recorder.ts'
import type { RunQueues } from './run-queues.ts'
import type { SliceEnd, TaskState } from './schedule.ts'
import type { Task } from './task.ts'
import type { Nanoseconds } from './workload.ts'

/** What time it is, and whom it is charged to: the accounts of cores, tasks and the policy are brought up to now here. */
export class Ledger {
  now: Nanoseconds = 0
  /** Cores without a task. */
  idle: number
  readonly recorder: Recorder
  readonly #cores: readonly Core[]
  readonly #queues: RunQueues
  readonly #policy: Policy

  constructor(cores: readonly Core[], tasks: number, queues: RunQueues, policy: Policy) {
    this.idle = cores.length
    this.recorder = new Recorder(tasks)
    this.#cores = cores
    this.#queues = queues
    this.#policy = policy
  }

  /** Accounts what the task of `core` has done up to now. */
  charge(core: Core): void {
    const { task } = core
    const ran = this.now - core.charged
    if (task === null || ran === 0 || core.phase === 'overhead') return
    core.charged = this.now
    core.allowance -= ran
    if (core.phase === 'compute') {
      task.left -= ran
      task.burstLeft -= ran
      task.computed += ran
    }
    this.#policy.charge(task, ran, this.now)
  }

  /** Accounts all cores of a queue, where the policy compares with what they have in common. */
  chargeAll(queue: number): void {
    if (!this.#policy.comparesWithAll) return
    const own = this.#queues.shared ? undefined : this.#cores[queue]
    if (own !== undefined) this.charge(own)
    else for (const core of this.#cores) this.charge(core)
    this.#policy.settle(queue)
  }

  /** `task` goes from one state to another. */
  enter(task: Task, state: TaskState): void {
    if (task.state === 'runnable') task.waiting += this.now - task.stateSince
    task.state = state
    task.stateSince = this.now
    this.recorder.change(task, this.now)
  }

  /** `task` begins to wait in its run queue. */
  join(task: Task, cause: JoinCause): void {
    this.chargeAll(task.queue)
    this.#queues.count(task, true)
    this.#policy.join(task, cause, this.now)
  }

  /** The task of `core` leaves it. */
  vacate(core: Core, end: SliceEnd): void {
    core.record(this.recorder, this.now, end)
    core.task = null
    this.idle++
  }

  /** The simulation is cut off: whoever is on a core stays there for ever. */
  close(): void {
    for (const core of this.#cores) {
      this.charge(core)
      core.record(this.recorder, this.now, 'still-running')
    }
  }
}
