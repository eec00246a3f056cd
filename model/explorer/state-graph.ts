import { doubled } from './state-store.ts'

const BLOCKED = -1
const UNKNOWN = -2

/** Which state each thread's step leads to from each state, and by which step each state was first come to. */
export class StateGraph {
  readonly threads: number
  /** States that edges have been added for or from. */
  size = 0
  #successors = new Int32Array(1024).fill(BLOCKED)
  #parents = new Int32Array(256)
  #parentThreads = new Int32Array(256)

  constructor(threads: number) {
    this.threads = threads
  }

  /** Adds the next state, come to by a thread's step from another; −1 for the first one. */
  add(parent: number, thread: number): void {
    if (this.size === this.#parents.length) {
      this.#parents = doubled(this.#parents)
      this.#parentThreads = doubled(this.#parentThreads)
    }
    this.#parents[this.size] = parent
    this.#parentThreads[this.size] = thread
    this.size++
    const length = this.#successors.length
    if (this.size * this.threads > length) {
      this.#successors = doubled(this.#successors)
      this.#successors.fill(BLOCKED, length)
    }
  }

  connect(from: number, thread: number, to: number): void {
    this.#successors[from * this.threads + thread] = to
  }

  /** Notes that the thread can go from there to a state that is not kept. */
  leave(from: number, thread: number): void {
    this.#successors[from * this.threads + thread] = UNKNOWN
  }

  /** Whether the thread has no step from a state whose steps have been added. */
  isBlocked(from: number, thread: number): boolean {
    return this.#successors[from * this.threads + thread] === BLOCKED
  }

  /** The state after the thread's step; below 0 where it cannot go, or where that is not known. */
  successor(from: number, thread: number): number {
    return this.#successors[from * this.threads + thread] ?? BLOCKED
  }

  /** The threads that take a step on a shortest way to a state. */
  pathTo(state: number): number[] {
    const path: number[] = []
    for (let at = state; (this.#parents[at] ?? -1) >= 0; at = this.#parents[at] ?? -1) {
      path.push(this.#parentThreads[at] ?? 0)
    }
    return path.reverse()
  }

  /**
   * The states in an order in which every step leads to a later one; those on a cycle or beyond one are left out, since
   * there is no end to the ways to them (Kahn 1962).
   */
  topologicalOrder(): Int32Array {
    const waiting = new Int32Array(this.size)
    for (let edge = 0; edge < this.size * this.threads; edge++) {
      const to = this.#successors[edge] ?? BLOCKED
      if (to >= 0) waiting[to] = (waiting[to] ?? 0) + 1
    }
    const order = new Int32Array(this.size)
    let length = 0
    if (this.size > 0 && waiting[0] === 0) order[length++] = 0
    for (let next = 0; next < length; next++) {
      const from = order[next] ?? 0
      for (let thread = 0; thread < this.threads; thread++) {
        const to = this.successor(from, thread)
        if (to < 0) continue
        const left = (waiting[to] ?? 0) - 1
        waiting[to] = left
        if (left === 0) order[length++] = to
      }
    }
    return order.subarray(0, length)
  }
}
