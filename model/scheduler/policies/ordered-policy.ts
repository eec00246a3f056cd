import { IndexedHeap } from '../indexed-heap.ts'
import type { Task } from '../task.ts'
import type { Nanoseconds } from '../workload.ts'
import type { JoinCause, Policy, PolicyContext } from './policy.ts'

/**
 * What policies share that order waiting tasks by a number, the smallest first, and by their time of joining where it is
 * the same. Without more it never preempts and never asks for a core back.
 */
export abstract class OrderedPolicy implements Policy {
  readonly reconsidersBursts: boolean = false
  readonly comparesWithAll: boolean = false
  readonly #context: PolicyContext
  readonly #heaps: IndexedHeap<Task>[]
  #joined = 0

  constructor(context: PolicyContext) {
    this.#context = context
    this.#heaps = Array.from({ length: context.queues * context.affinity.classes }, () => new IndexedHeap<Task>())
  }

  abstract join(task: Task, cause: JoinCause, now: Nanoseconds): void
  abstract figures(task: Task, now: Nanoseconds): string
  abstract reason(task: Task, now: Nanoseconds): string

  best(core: number, queue: number, _now: Nanoseconds): Task | null {
    const { classes, classesOn } = this.#context.affinity
    let best: Task | null = null
    for (const number of classesOn[core] ?? []) {
      const top = this.#heaps[queue * classes + number]?.top
      if (top === undefined) continue
      if (best === null || top.key < best.key || (top.key === best.key && top.tie < best.tie)) best = top
    }
    return best
  }

  take(task: Task, _now: Nanoseconds): void {
    this.#heapOf(task)?.remove(task)
  }

  moved(_task: Task, _from: number, _now: Nanoseconds): void {}

  slice(_task: Task, _now: Nanoseconds): Nanoseconds {
    return Infinity
  }

  charge(_task: Task, _ran: Nanoseconds, _now: Nanoseconds): void {}

  settle(_queue: number): void {}

  leave(_task: Task, _now: Nanoseconds): void {}

  claim(_newcomer: Task, _running: Task, _now: Nanoseconds): number {
    return 0
  }

  get nextAlarm(): Nanoseconds {
    return Infinity
  }

  alarm(_now: Nanoseconds): void {}

  /** `task` waits behind all that have the same `key`, or in front of them. */
  protected wait(task: Task, key: number, inFront = false): void {
    this.#joined++
    this.#heapOf(task)?.push(task, key, inFront ? -this.#joined : this.#joined)
  }

  /** Gives every waiting task a new key; those that get the same keep the order in which they would have had their turn. */
  protected reorder(keyOf: (task: Task) => number): void {
    for (const heap of this.#heaps) {
      const inOrder: Task[] = []
      for (let task = heap.pop(); task !== undefined; task = heap.pop()) inOrder.push(task)
      for (const task of inOrder) this.wait(task, keyOf(task))
    }
  }

  #heapOf(task: Task): IndexedHeap<Task> | undefined {
    return this.#heaps[task.queue * this.#context.affinity.classes + task.affinityClass]
  }
}
