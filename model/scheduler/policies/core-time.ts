import type { Task } from '../task.ts'
import type { Nanoseconds } from '../workload.ts'

/**
 * Who of one run queue has had cores since the last look, and for how long. From it follows how far virtual time goes on
 * if a share of more than one core counts as one core, which is all that a task can use: surplus fair scheduling (Chandra,
 * Adler, Goyal and Shenoy, OSDI 2000) readjusts such weights so. On one core nobody's share is more.
 */
export class CoreTime {
  readonly #tasks: Task[] = []
  readonly #times: Nanoseconds[] = []
  readonly #weights: number[] = []
  #total: Nanoseconds = 0
  #longest: Nanoseconds = 0

  add(task: Task, ran: Nanoseconds, weight: number): void {
    const at = this.#tasks.indexOf(task)
    if (at < 0) {
      this.#tasks.push(task)
      this.#times.push(ran)
      this.#weights.push(weight)
    } else this.#times[at] = (this.#times[at] ?? 0) + ran
    this.#total += ran
    this.#longest = Math.max(this.#longest, at < 0 ? ran : (this.#times[at] ?? 0))
  }

  /** Whether several tasks ran beside each other. */
  get isShared(): boolean {
    return this.#tasks.length > 1
  }

  get tasks(): readonly Task[] {
    return this.#tasks
  }

  /**
   * For each task, by how much it would be owed more than before although it had a core, and is not to be: in time for
   * each unit of weight, as virtual time is. All others are owed what is theirs of the cores that are left.
   *
   * @param load the weight of all tasks of the queue
   */
  excess(load: number): readonly number[] {
    let rate = this.#total / load
    if (!this.#weights.some((weight) => this.#longest / weight < rate)) return NO_EXCESS
    const capped = this.#weights.map(() => false)
    let left = load
    let time = this.#total
    for (let found = true; found;) {
      found = false
      this.#weights.forEach((weight, at) => {
        if (capped[at] === true || weight >= left || this.#longest / weight >= rate) return
        capped[at] = true
        found = true
        left -= weight
        time -= this.#longest
      })
      if (found) rate = time / left
    }
    return this.#weights.map((weight, at) => (capped[at] === true ? rate - this.#longest / weight : 0))
  }

  clear(): void {
    this.#tasks.length = 0
    this.#times.length = 0
    this.#weights.length = 0
    this.#total = 0
    this.#longest = 0
  }
}

const NO_EXCESS: readonly number[] = []
