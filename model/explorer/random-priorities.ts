import { shuffled, type Random } from '../random.ts'
import type { Chooser } from './sampled.ts'

/** Switches that a failure may need for `pct` to have its known chance of meeting it, less one: its depth is one more. */
const CHANGE_POINTS = 2

/**
 * Always the thread of the highest priority that can go. Priorities are drawn at the start, and at two random steps the
 * thread that is about to go falls below all others: a failure of depth d that needs d − 1 such places is met with
 * probability 1 / (n × k^(d − 1)) at least, of n threads and k steps (Burckhardt, Kothari, Musuvathi and Nagarakatte, ASPLOS
 * 2010). A thread that waits in a loop for another would keep its place for ever; it falls too.
 */
export class RandomPriorities implements Chooser {
  /** Threads, the one that goes first first. */
  readonly #order: number[]
  readonly #changes: Set<number>
  #step = 0

  /** @param length how many steps a run has, as far as is known */
  constructor(threads: number, length: number, random: Random) {
    this.#order = shuffled(
      Array.from({ length: threads }, (_, thread) => thread),
      random,
    )
    this.#changes = new Set(Array.from({ length: CHANGE_POINTS }, () => Math.floor(random() * length)))
  }

  next(enabled: number): number {
    if (this.#changes.has(this.#step++)) this.#demote(this.#first(enabled))
    return this.#first(enabled)
  }

  ranInCircle(thread: number): void {
    this.#demote(thread)
  }

  #first(enabled: number): number {
    return this.#order.find((thread) => (enabled >> thread) & 1) ?? 0
  }

  #demote(thread: number): void {
    this.#order.splice(this.#order.indexOf(thread), 1)
    this.#order.push(thread)
  }
}
