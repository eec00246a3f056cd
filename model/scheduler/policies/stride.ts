import { threeDigits } from '../../../contract/figures.ts'
import type { Task } from '../task.ts'
import type { Nanoseconds } from '../workload.ts'
import { CoreTime } from './core-time.ts'
import { OrderedPolicy } from './ordered-policy.ts'
import type { JoinCause, PolicyContext } from './policy.ts'

/** What the strides are fractions of, as in Operating Systems: Three Easy Pieces, chapter 9: 100 tickets stride by 100. */
const STRIDE_OF_ONE_TICKET = 10_000

/**
 * Stride scheduling (Waldspurger and Weihl, MIT/LCS/TM-528, 1995): the smallest pass gets the core, and a quantum moves
 * its pass by a stride that is the smaller the more tickets it has. Part of a quantum moves it by that part, and a yield
 * by all that is left. Who leaves keeps its distance from the global pass, which moves as if one task had all tickets.
 * Where several cores share a queue, a task that has a core does not fall behind the global pass meanwhile, however many
 * tickets it has, and one that runs is never more than two quanta ahead of it, whoever waits for cores that it does not use.
 */
export class Stride extends OrderedPolicy {
  override readonly comparesWithAll = true
  readonly #quantum: Nanoseconds
  readonly #stride: Float64Array
  readonly #tickets: Float64Array
  /** For each task: its pass; while it is away, how far that is beyond the global one. */
  readonly #pass: Float64Array
  /** What the task has used of its quantum. */
  readonly #turn: Float64Array
  /** For each queue: tickets of the tasks that wait or run, and the global pass. */
  readonly #active: Float64Array
  readonly #global: Float64Array
  readonly #coreTimes: readonly CoreTime[]

  constructor(context: PolicyContext) {
    super(context)
    this.#quantum = context.setting('quantum')
    this.#tickets = Float64Array.from(context.tasks, ({ plan }) => Math.max(1, plan.tickets))
    this.#stride = this.#tickets.map((tickets) => STRIDE_OF_ONE_TICKET / tickets)
    this.#pass = new Float64Array(context.tasks.length)
    this.#turn = new Float64Array(context.tasks.length)
    this.#active = new Float64Array(context.queues)
    this.#global = new Float64Array(context.queues)
    this.#coreTimes = Array.from({ length: context.queues }, () => new CoreTime())
  }

  join(task: Task, cause: JoinCause, _now: Nanoseconds): void {
    if (cause === 'arrival' || cause === 'wake-up') this.#enter(task, task.queue)
    if (cause === 'yield') this.#advance(task, this.#quantum - (this.#turn[task.index] ?? 0))
    this.wait(task, this.#passOf(task))
  }

  override moved(task: Task, from: number, _now: Nanoseconds): void {
    this.#exit(task, from)
    this.#enter(task, task.queue)
  }

  override leave(task: Task, _now: Nanoseconds): void {
    this.#exit(task, task.queue)
  }

  override slice(task: Task, _now: Nanoseconds): Nanoseconds {
    this.#turn[task.index] = 0
    return this.#quantum
  }

  override charge(task: Task, ran: Nanoseconds, _now: Nanoseconds): void {
    this.#turn[task.index] = (this.#turn[task.index] ?? 0) + ran
    this.#advance(task, ran)
    const moved = (STRIDE_OF_ONE_TICKET / (this.#active[task.queue] ?? 1)) * (ran / this.#quantum)
    this.#global[task.queue] = (this.#global[task.queue] ?? 0) + moved
    this.#coreTimes[task.queue]?.add(task, ran, this.#tickets[task.index] ?? 1)
  }

  override settle(queue: number): void {
    const coreTime = this.#coreTimes[queue]
    if (coreTime === undefined) return
    if (coreTime.isShared) {
      const active = this.#active[queue] ?? 1
      coreTime.excess(active).forEach((time, at) => {
        const task = coreTime.tasks[at]
        if (task !== undefined && time > 0) this.#shift(task, queue, (time * STRIDE_OF_ONE_TICKET) / this.#quantum)
      })
      for (const task of coreTime.tasks) {
        const most = 2 * (this.#stride[task.index] ?? 0)
        const ahead = this.#passOf(task) - (this.#global[queue] ?? 0) - most
        const others = active - (this.#tickets[task.index] ?? 0)
        // The global pass follows by its part.
        if (ahead > 0 && others > 0) this.#shift(task, queue, (-ahead * active) / others)
      }
    }
    coreTime.clear()
  }

  figures(task: Task, _now: Nanoseconds): string {
    return `pass ${threeDigits(this.#passOf(task))}, stride ${threeDigits(this.#stride[task.index] ?? 0)}`
  }

  reason(task: Task, _now: Nanoseconds): string {
    return `has the smallest pass, ${threeDigits(this.#passOf(task))}`
  }

  #passOf(task: Task): number {
    return this.#pass[task.index] ?? 0
  }

  #advance(task: Task, by: Nanoseconds): void {
    this.#pass[task.index] = this.#passOf(task) + (this.#stride[task.index] ?? 0) * (by / this.#quantum)
  }

  /** Moves the pass of a task that runs, and the global one by the task's part of it. */
  #shift(task: Task, queue: number, by: number): void {
    const part = (this.#tickets[task.index] ?? 0) / (this.#active[queue] ?? 1)
    this.#pass[task.index] = this.#passOf(task) + by
    this.#global[queue] = (this.#global[queue] ?? 0) + by * part
  }

  #enter(task: Task, queue: number): void {
    this.#active[queue] = (this.#active[queue] ?? 0) + (this.#tickets[task.index] ?? 0)
    this.#pass[task.index] = this.#passOf(task) + (this.#global[queue] ?? 0)
  }

  #exit(task: Task, queue: number): void {
    this.#active[queue] = (this.#active[queue] ?? 0) - (this.#tickets[task.index] ?? 0)
    this.#pass[task.index] = this.#passOf(task) - (this.#global[queue] ?? 0)
  }
}
