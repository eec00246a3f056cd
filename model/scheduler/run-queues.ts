import type { Affinity } from './affinity.ts'
import type { Core } from './core.ts'
import type { Task } from './task.ts'

/** How many tasks wait in which run queue, and where one that becomes runnable goes. Their order is the policy's affair. */
export class RunQueues {
  readonly #affinity: Affinity
  readonly #cores: readonly Core[]
  /** Whether there is one queue for all cores. */
  readonly shared: boolean
  /** For each queue and affinity class. */
  readonly #waiting: Int32Array
  total = 0

  constructor(affinity: Affinity, cores: readonly Core[], shared: boolean) {
    this.#affinity = affinity
    this.#cores = cores
    this.shared = shared
    this.#waiting = new Int32Array((shared ? 1 : cores.length) * affinity.classes)
  }

  count(task: Task, joins: boolean): void {
    const place = task.queue * this.#affinity.classes + task.affinityClass
    this.#waiting[place] = (this.#waiting[place] ?? 0) + (joins ? 1 : -1)
    this.total += joins ? 1 : -1
    task.queued = joins
  }

  /** The idle core that a task should go to, the one that it was on before if possible; null where none is to be had. */
  idleCoreFor(task: Task): Core | null {
    const before = this.#cores[task.core]
    if (before !== undefined && isFree(before, task)) return before
    for (const core of this.#cores) if (isFree(core, task)) return core
    return null
  }

  /** Which queue a task joins where no core is idle: the one it was in, or at first the shortest. */
  queueFor(task: Task): number {
    if (this.shared) return 0
    if (task.core >= 0) return task.core
    let shortest = -1
    let least = Infinity
    for (const { index, task: running } of this.#cores) {
      if (task.allowed[index] !== 1) continue
      const length = this.#length(index) + (running === null ? 0 : 1)
      if (length < least) {
        least = length
        shortest = index
      }
    }
    return shortest
  }

  /** The longest queue of another core in which a task waits that may run on `core`; −1 where there is none. */
  queueToPullFrom(core: Core): number {
    if (this.shared) return -1
    let longest = -1
    let most = 0
    for (const { queue } of this.#cores) {
      if (queue === core.queue || !this.#hasFor(core, queue)) continue
      const length = this.#length(queue)
      if (length > most) {
        most = length
        longest = queue
      }
    }
    return longest
  }

  #length(queue: number): number {
    let length = 0
    const { classes } = this.#affinity
    for (let number = 0; number < classes; number++) length += this.#waiting[queue * classes + number] ?? 0
    return length
  }

  #hasFor(core: Core, queue: number): boolean {
    const { classes, classesOn } = this.#affinity
    for (const number of classesOn[core.index] ?? []) {
      if ((this.#waiting[queue * classes + number] ?? 0) > 0) return true
    }
    return false
  }
}

/** Is it idle, without another task being on its way there? */
function isFree(core: Core, task: Task): boolean {
  return core.task === null && core.ask === null && task.allowed[core.index] === 1
}
