/**
 * Places with a virtual runtime and a virtual deadline each, as a tournament tree in which every node knows the least of
 * both beneath it: the earliest deadline among those eligible is found by looking only where one can be.
 * (The kernel keeps a red–black tree by deadline with the least runtime of each subtree to the same end.)
 */
export class EligibleTree {
  readonly #leaves: number
  readonly #runtime: Float64Array
  readonly #deadline: Float64Array

  constructor(places: number) {
    this.#leaves = 2 ** Math.ceil(Math.log2(Math.max(1, places)))
    this.#runtime = new Float64Array(2 * this.#leaves).fill(Infinity)
    this.#deadline = new Float64Array(2 * this.#leaves).fill(Infinity)
  }

  set(place: number, runtime: number, deadline: number): void {
    let node = this.#leaves + place
    this.#runtime[node] = runtime
    this.#deadline[node] = deadline
    for (node >>= 1; node >= 1; node >>= 1) {
      this.#runtime[node] = Math.min(this.#runtimeOf(2 * node), this.#runtimeOf(2 * node + 1))
      this.#deadline[node] = Math.min(this.#deadlineOf(2 * node), this.#deadlineOf(2 * node + 1))
    }
  }

  clear(place: number): void {
    this.set(place, Infinity, Infinity)
  }

  /** The place with the earliest deadline among those whose runtime is at most `average`; −1 where there is none. */
  earliestEligible(average: number): number {
    const node = this.#mayHave(1, average, -1) ? this.#search(1, average, -1) : -1
    return node < 0 ? -1 : node - this.#leaves
  }

  /** The place with the least runtime; −1 where the tree is empty. */
  leastRuntime(): number {
    if (this.#runtimeOf(1) === Infinity) return -1
    let node = 1
    while (node < this.#leaves)
      node = this.#runtimeOf(2 * node) <= this.#runtimeOf(2 * node + 1) ? 2 * node : 2 * node + 1
    return node - this.#leaves
  }

  /** The best leaf beneath `node`, which has one that is eligible and earlier than `best`, or `best` where it turns out not to. */
  #search(from: number, average: number, best: number): number {
    let node = from
    while (node < this.#leaves) {
      const left = 2 * node
      const near = this.#deadlineOf(left) <= this.#deadlineOf(left + 1) ? left : left + 1
      const far = near ^ 1
      const farToo = this.#mayHave(far, average, best)
      if (!this.#mayHave(near, average, best)) {
        if (!farToo) return best
        node = far
      } else if (!farToo) node = near
      else {
        best = this.#search(near, average, best)
        if (!this.#mayHave(far, average, best)) return best
        node = far
      }
    }
    return node
  }

  /** Whether something beneath `node` is eligible, and something there is earlier than `best`; it need not be the same. */
  #mayHave(node: number, average: number, best: number): boolean {
    return this.#runtimeOf(node) <= average && this.#deadlineOf(node) < (best < 0 ? Infinity : this.#deadlineOf(best))
  }

  #runtimeOf(node: number): number {
    return this.#runtime[node] ?? Infinity
  }

  #deadlineOf(node: number): number {
    return this.#deadline[node] ?? Infinity
  }
}
