/**
 * The virtual time of one run queue: the average of its tasks' virtual runtimes, each weighed. A task with less is owed
 * time, one with more is ahead. Sums are relative to a base, so that they stay small.
 */
export class FairQueue {
  #base = 0
  #load = 0
  /** Of weight times how far a task is beyond the base. */
  #sum = 0
  #tasks = 0

  /** Total weight of the tasks that wait or run. */
  get load(): number {
    return this.#load
  }

  get average(): number {
    return this.#load === 0 ? this.#base : this.#base + this.#sum / this.#load
  }

  add(runtime: number, weight: number): void {
    this.#tasks++
    this.#load += weight
    this.#sum += weight * (runtime - this.#base)
  }

  /** The virtual time of a queue that empties stays where it was. */
  remove(runtime: number, weight: number): void {
    const { average } = this
    this.#tasks--
    this.#load -= weight
    this.#sum -= weight * (runtime - this.#base)
    if (this.#tasks > 0) return
    this.#base = average
    this.#load = 0
    this.#sum = 0
  }

  /** A task's virtual runtime grew; `weighted` is the growth times its weight. */
  advance(weighted: number): void {
    this.#sum += weighted
    if (this.#sum < LARGE) return
    const by = Math.floor(this.#sum / this.#load)
    this.#base += by
    this.#sum -= by * this.#load
  }
}

/** Well below 2^53, so that adding to the sum stays exact to the unit. */
const LARGE = 2 ** 50
