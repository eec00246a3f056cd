import { formatCount } from '../../../contract/figures.ts'
import { seededRandom, type Random } from '../../random.ts'
import type { Task } from '../task.ts'
import type { Nanoseconds } from '../workload.ts'
import type { JoinCause, Policy, PolicyContext } from './policy.ts'
import { TicketSums } from './ticket-sums.ts'

/**
 * Lottery scheduling (Waldspurger and Weihl, OSDI 1994): for each quantum one of the tickets of those that wait is drawn.
 * Without compensation tickets: who uses part of a quantum only is not helped to its share.
 */
export class Lottery implements Policy {
  readonly reconsidersBursts = false
  readonly comparesWithAll = false
  readonly nextAlarm = Infinity
  readonly #context: PolicyContext
  readonly #quantum: Nanoseconds
  readonly #random: Random
  readonly #sums: readonly TicketSums[]
  /** For each affinity class: its tasks by their place. */
  readonly #members: readonly (readonly Task[])[]
  #drawn = { ticket: 0, of: 0 }

  constructor(context: PolicyContext) {
    const { affinity, queues, tasks } = context
    this.#context = context
    this.#quantum = context.setting('quantum')
    this.#random = seededRandom(context.seed)
    this.#members = affinity.sizes.map((_, number) => tasks.filter(({ affinityClass }) => affinityClass === number))
    this.#sums = Array.from({ length: queues }, () => affinity.sizes.map((size) => new TicketSums(size))).flat()
  }

  join(task: Task, _cause: JoinCause, _now: Nanoseconds): void {
    this.#count(task, 1)
  }

  best(core: number, queue: number, _now: Nanoseconds): Task | null {
    const { classes, classesOn } = this.#context.affinity
    const allowed = classesOn[core] ?? []
    let total = 0
    for (const number of allowed) total += this.#sums[queue * classes + number]?.total ?? 0
    if (total === 0) return null
    let ticket = Math.floor(this.#random() * total)
    this.#drawn = { ticket: ticket + 1, of: total }
    for (const number of allowed) {
      const sums = this.#sums[queue * classes + number]
      if (sums === undefined) continue
      if (ticket < sums.total) return this.#members[number]?.[sums.holderOf(ticket)] ?? null
      ticket -= sums.total
    }
    return null
  }

  take(task: Task, _now: Nanoseconds): void {
    this.#count(task, -1)
  }

  slice(_task: Task, _now: Nanoseconds): Nanoseconds {
    return this.#quantum
  }

  moved(_task: Task, _from: number, _now: Nanoseconds): void {}
  charge(_task: Task, _ran: Nanoseconds, _now: Nanoseconds): void {}
  settle(_queue: number): void {}

  leave(_task: Task, _now: Nanoseconds): void {}
  alarm(_now: Nanoseconds): void {}

  claim(_newcomer: Task, _running: Task, _now: Nanoseconds): number {
    return 0
  }

  figures(task: Task, _now: Nanoseconds): string {
    return `${formatCount(ticketsOf(task))} tickets`
  }

  reason(_task: Task, _now: Nanoseconds): string {
    return `holds the ticket that was drawn, number ${formatCount(this.#drawn.ticket)} of ${formatCount(this.#drawn.of)}`
  }

  #count(task: Task, sign: 1 | -1): void {
    const { classes, slotOf } = this.#context.affinity
    this.#sums[task.queue * classes + task.affinityClass]?.add(slotOf[task.index] ?? 0, sign * ticketsOf(task))
  }
}

/** Whole, and at least one: who has none would never run. */
function ticketsOf(task: Task): number {
  return Math.max(1, Math.round(task.plan.tickets))
}
