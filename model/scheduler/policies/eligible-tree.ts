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
    const node = this.#search(1, average, -1)
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

  /** The best leaf beneath `node`, or `best` where nothing there is earlier. */
  #search(node: number, average: number, best: number): number {
    if (this.#runtimeOf(node) > average) return best
    if (this.#deadlineOf(node) >= (best < 0 ? Infinity : this.#deadlineOf(best))) return best
    if (node >= this.#leaves) return node
    const near = this.#deadlineOf(2 * node) <= this.#deadlineOf(2 * node + 1) ? 2 * node : 2 * node + 1
    return this.#search(near ^ 1, average, this.#search(near, average, best))
  }

  #runtimeOf(node: number): number {
    return this.#runtime[node] ?? Infinity
  }

  #deadlineOf(node: number): number {
    return this.#deadline[node] ?? Infinity
  }
}
