import { formatDuration } from '../../../contract/figures.ts'
import type { Task } from '../task.ts'
import type { Nanoseconds } from '../workload.ts'
import { OrderedPolicy } from './ordered-policy.ts'
import type { JoinCause, PolicyContext } from './policy.ts'

/**
 * Multi-level feedback queue, by the rules of Arpaci-Dusseau, Operating Systems: Three Easy Pieces, chapter 8: the
 * highest level goes first; within one it is round robin; tasks begin at the top; a task that has used up its allotment
 * at a level sinks, however often it gave up the core meanwhile; and from time to time all are boosted to the top,
 * with new allotments; one that runs goes on for what its slice has left, but no longer than a quantum of the top.
 * A task that is preempted keeps its place in front of its level and the rest of its quantum.
 */
export class MultiLevelFeedbackQueue extends OrderedPolicy {
  readonly #lowest: number
  readonly #quanta: readonly Nanoseconds[]
  readonly #allotments: readonly Nanoseconds[]
  readonly #boost: Nanoseconds
  /** For each task: its level, 0 the highest; what it used of its allotment there, and of its quantum. */
  readonly #level: Uint8Array
  readonly #used: Float64Array
  readonly #turn: Float64Array
  #nextBoost: Nanoseconds

  constructor(context: PolicyContext) {
    super(context)
    const levels = context.setting('levels')
    this.#lowest = levels - 1
    this.#quanta = Array.from({ length: levels }, (_, level) =>
      Math.min(MOST_QUANTUM, context.setting('quantum') * context.setting('growth') ** level),
    )
    this.#allotments = this.#quanta.map((quantum) => quantum * context.setting('allotment'))
    this.#boost = context.setting('boost')
    this.#nextBoost = this.#boost > 0 ? this.#boost : Infinity
    this.#level = new Uint8Array(context.tasks.length)
    this.#used = new Float64Array(context.tasks.length)
    this.#turn = new Float64Array(context.tasks.length)
  }

  join(task: Task, cause: JoinCause, _now: Nanoseconds): void {
    if (cause !== 'preempted') this.#turn[task.index] = 0
    this.wait(task, this.#levelOf(task), cause === 'preempted')
  }

  override slice(task: Task, _now: Nanoseconds): Nanoseconds {
    const level = this.#levelOf(task)
    const ofQuantum = this.#quantum(level) - (this.#turn[task.index] ?? 0)
    return level === this.#lowest ? ofQuantum : Math.min(ofQuantum, this.#left(task))
  }

  override charge(task: Task, ran: Nanoseconds, _now: Nanoseconds): void {
    const { index } = task
    this.#used[index] = (this.#used[index] ?? 0) + ran
    this.#turn[index] = (this.#turn[index] ?? 0) + ran
    const level = this.#levelOf(task)
    if (level === this.#lowest || this.#left(task) > 0) return
    this.#level[index] = level + 1
    this.#used[index] = 0
    this.#turn[index] = 0
  }

  override claim(newcomer: Task, running: Task, _now: Nanoseconds): number {
    return this.#levelOf(running) - this.#levelOf(newcomer)
  }

  override get nextAlarm(): Nanoseconds {
    return this.#nextBoost
  }

  override alarm(now: Nanoseconds): void {
    this.#nextBoost = (Math.floor(now / this.#boost) + 1) * this.#boost
    this.#level.fill(0)
    this.#used.fill(0)
    this.#turn.fill(0)
    this.reorder(() => 0)
  }

  figures(task: Task, _now: Nanoseconds): string {
    const level = this.#levelOf(task)
    const left = level === this.#lowest ? '' : `, ${formatDuration(this.#left(task))} of its allotment left`
    return `level ${level + 1} of ${this.#lowest + 1}${left}`
  }

  reason(task: Task, _now: Nanoseconds): string {
    return `is first in the highest level that has anybody, level ${this.#levelOf(task) + 1}`
  }

  #levelOf(task: Task): number {
    return this.#level[task.index] ?? 0
  }

  #quantum(level: number): Nanoseconds {
    return this.#quanta[level] ?? MOST_QUANTUM
  }

  /** What is left of the allotment at the task's level. */
  #left(task: Task): Nanoseconds {
    return (this.#allotments[this.#levelOf(task)] ?? 0) - (this.#used[task.index] ?? 0)
  }
}

/** A quantum that grows from level to level ends here, so that times stay whole: a little over eleven days. */
const MOST_QUANTUM: Nanoseconds = 1e15
