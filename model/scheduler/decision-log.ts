import type { Core } from './core.ts'
import type { Policy } from './policies/policy.ts'
import type { Decision } from './schedule.ts'
import type { Task } from './task.ts'
import type { Nanoseconds } from './workload.ts'

/** Writes down the first choices of a policy as they can be read; the rest cost nothing. */
export class DecisionLog {
  readonly decisions: Decision[] = []
  readonly #most: number
  readonly #tasks: readonly Task[]
  readonly #policy: Policy

  constructor(most: number, tasks: readonly Task[], policy: Policy) {
    this.#most = most
    this.#tasks = tasks
    this.#policy = policy
  }

  get full(): boolean {
    return this.decisions.length >= this.#most
  }

  /** `chosen` is the best of `queue` for `core`, and still in it. */
  chose(core: Core, queue: number, chosen: Task, now: Nanoseconds): void {
    if (this.full) return
    const candidates = this.#tasks.filter(
      (task) => task.queued && task.queue === queue && task.allowed[core.index] === 1,
    )
    const pulled =
      queue === core.queue ? '' : `Core ${core.index} has nothing of its own and pulls from core ${queue}: `
    const why =
      candidates.length === 1
        ? `${chosen.name} is the only task that is ready for core ${core.index}`
        : `Of ${candidates.length} tasks ${chosen.name} ${this.#policy.reason(chosen, now)}`
    this.decisions.push({
      at: now,
      core: core.index,
      chosen: chosen.index,
      candidates: candidates.map((task) => ({ task: task.index, figures: this.#policy.figures(task, now) })),
      why: `${pulled}${pulled !== '' && candidates.length > 1 ? why.replace('Of', 'of') : why}.`,
    })
  }

  /** `core` has just lost its task and stays idle. */
  idles(core: Core, now: Nanoseconds): void {
    if (this.full) return
    const why = `No task is ready that may run on core ${core.index}, so it stays idle.`
    this.decisions.push({ at: now, core: core.index, chosen: null, candidates: [], why })
  }
}
