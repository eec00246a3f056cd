import { formatDuration } from '../../../contract/figures.ts'
import type { Task } from '../task.ts'
import type { Nanoseconds } from '../workload.ts'
import { CoreTime } from './core-time.ts'
import { EligibleTree } from './eligible-tree.ts'
import { FairQueue } from './fair-queue.ts'
import { NICE_0_WEIGHT, weightOf } from './nice-weights.ts'
import type { JoinCause, Policy, PolicyContext } from './policy.ts'

/**
 * Earliest eligible virtual deadline first (Stoica and Abdel-Wahab, TR-95-22, 1995), as Linux has it since 6.6.
 * A task is eligible while it is not ahead of the average (its lag is not negative); of those that are, the earliest
 * virtual deadline gets the core. Virtual time runs slower for heavier tasks, so a request of one slice is due sooner.
 * A task that wakes up is placed so that it has the lag it left with; its joining moves the average, so the lag is
 * stretched beforehand. A new task has no lag, and half a slice for its first request. With run to parity, a task that
 * was chosen stays until its request is served, unless it has run ahead and somebody who wakes is eligible.
 * Where several cores share a queue, a task that has a core is not owed more meanwhile, however much it weighs, and one
 * that runs is never more than two slices ahead, whoever waits for cores that it does not use.
 *
 * Left out: delayed dequeue (6.12: who sleeps with a negative lag works it off in the queue), slices of a task's own,
 * group scheduling, the tick (time is exact here), and load balancing beyond an idle core that pulls.
 */
export class EarliestEligibleVirtualDeadlineFirst implements Policy {
  readonly reconsidersBursts = false
  readonly comparesWithAll = true
  readonly nextAlarm = Infinity
  readonly #context: PolicyContext
  readonly #slice: Nanoseconds
  readonly #runToParity: boolean
  readonly #queues: readonly FairQueue[]
  readonly #coreTimes: readonly CoreTime[]
  /** For each queue and affinity class. */
  readonly #trees: readonly EligibleTree[]
  readonly #members: readonly (readonly Task[])[]
  /** For each task: its weight, virtual runtime, virtual deadline, what is left of its request, and the lag it left with. */
  readonly #weight: Float64Array
  readonly #runtime: Float64Array
  readonly #deadline: Float64Array
  readonly #request: Float64Array
  readonly #lag: Float64Array

  constructor(context: PolicyContext) {
    const { affinity, queues, tasks } = context
    this.#context = context
    this.#slice = context.setting('slice')
    this.#runToParity = context.setting('parity') === 1
    this.#queues = Array.from({ length: queues }, () => new FairQueue())
    this.#coreTimes = this.#queues.map(() => new CoreTime())
    this.#trees = this.#queues.flatMap(() => affinity.sizes.map((size) => new EligibleTree(size)))
    this.#members = affinity.sizes.map((_, number) => tasks.filter(({ affinityClass }) => affinityClass === number))
    this.#weight = Float64Array.from(tasks, ({ plan }) => weightOf(plan.nice))
    this.#runtime = new Float64Array(tasks.length)
    this.#deadline = new Float64Array(tasks.length)
    this.#request = new Float64Array(tasks.length)
    this.#lag = new Float64Array(tasks.length)
  }

  join(task: Task, cause: JoinCause, _now: Nanoseconds): void {
    const { index } = task
    if (cause === 'arrival') this.#place(task, Math.max(1, Math.round(this.#slice / 2)))
    else if (cause === 'wake-up') this.#place(task, this.#slice)
    else if (cause === 'yield') {
      this.#request[index] = this.#slice
      this.#deadline[index] = this.#deadlineOf(task) + this.#virtual(task, this.#slice)
    }
    this.#treeOf(task)?.set(this.#slotOf(task), this.#runtimeOf(task), this.#deadlineOf(task))
  }

  best(core: number, queue: number, _now: Nanoseconds): Task | null {
    const average = this.#queues[queue]?.average ?? 0
    return (
      this.#first(core, queue, (tree) => tree.earliestEligible(average), this.#deadline) ??
      this.#first(core, queue, (tree) => tree.leastRuntime(), this.#runtime)
    )
  }

  take(task: Task, _now: Nanoseconds): void {
    this.#treeOf(task)?.clear(this.#slotOf(task))
  }

  moved(task: Task, from: number, _now: Nanoseconds): void {
    this.#remove(task, from)
    this.#place(task, this.#request[task.index] ?? this.#slice)
  }

  slice(task: Task, _now: Nanoseconds): Nanoseconds {
    return this.#request[task.index] ?? this.#slice
  }

  charge(task: Task, ran: Nanoseconds, _now: Nanoseconds): void {
    const { index } = task
    this.#runtime[index] = this.#runtimeOf(task) + this.#virtual(task, ran)
    this.#queues[task.queue]?.advance(ran * NICE_0_WEIGHT)
    this.#coreTimes[task.queue]?.add(task, ran, this.#weightOf(task))
    const left = (this.#request[index] ?? 0) - ran
    if (left <= 0) this.#ask(task, this.#slice)
    else this.#request[index] = left
  }

  settle(queue: number): void {
    const fair = this.#queues[queue]
    const coreTime = this.#coreTimes[queue]
    if (fair === undefined || coreTime === undefined) return
    if (coreTime.isShared) {
      coreTime.excess(fair.load).forEach((time, at) => {
        const task = coreTime.tasks[at]
        if (task !== undefined && time > 0) this.#shift(task, fair, time * NICE_0_WEIGHT)
      })
      for (const task of coreTime.tasks) {
        const ahead = this.#runtimeOf(task) - fair.average - this.#virtual(task, 2 * this.#slice)
        const others = fair.load - this.#weightOf(task)
        // The average follows by its part.
        if (ahead > 0 && others > 0) this.#shift(task, fair, (-ahead * fair.load) / others)
      }
    }
    coreTime.clear()
  }

  leave(task: Task, _now: Nanoseconds): void {
    this.#remove(task, task.queue)
  }

  claim(newcomer: Task, running: Task, _now: Nanoseconds): number {
    const average = this.#queues[newcomer.queue]?.average ?? 0
    if (this.#runtimeOf(newcomer) > average) return 0
    const ahead = this.#runtimeOf(running) - average
    if (ahead > 0) return ahead
    return this.#runToParity ? 0 : this.#deadlineOf(running) - this.#deadlineOf(newcomer)
  }

  alarm(_now: Nanoseconds): void {}

  figures(task: Task, _now: Nanoseconds): string {
    const lag = this.lagOf(task)
    const owed = `lag ${lag < 0 ? '−' : ''}${formatDuration(Math.abs(lag))}`
    return `virtual deadline ${formatDuration(this.#deadlineOf(task))}, ${lag < 0 ? 'not eligible' : 'eligible'} (${owed})`
  }

  reason(task: Task, _now: Nanoseconds): string {
    const due = formatDuration(this.#deadlineOf(task))
    return this.lagOf(task) < 0
      ? 'is least far ahead of its share, and nobody is eligible'
      : `has the earliest virtual deadline of those that are eligible, ${due}`
  }

  /** How much time on a core the queue owes a task that waits or runs; negative where it is ahead. */
  lagOf(task: Task): Nanoseconds {
    const average = this.#queues[task.queue]?.average ?? 0
    return ((average - this.#runtimeOf(task)) * this.#weightOf(task)) / NICE_0_WEIGHT
  }

  /** Puts a task into its queue with the lag it left with, and a request of `length`. */
  #place(task: Task, length: Nanoseconds): void {
    const queue = this.#queues[task.queue]
    if (queue === undefined) return
    const { average, load } = queue
    const weight = this.#weightOf(task)
    const lag = load === 0 ? 0 : ((this.#lag[task.index] ?? 0) * (load + weight)) / load
    this.#runtime[task.index] = average - lag
    queue.add(average - lag, weight)
    this.#ask(task, length)
  }

  /** Takes a task out of a queue and remembers its lag, at most what two slices are worth. */
  #remove(task: Task, queue: number): void {
    const fair = this.#queues[queue]
    if (fair === undefined) return
    const most = this.#virtual(task, 2 * this.#slice)
    this.#lag[task.index] = Math.max(-most, Math.min(most, fair.average - this.#runtimeOf(task)))
    fair.remove(this.#runtimeOf(task), this.#weightOf(task))
  }

  /** Moves a task that runs in virtual time, and its request with it. */
  #shift(task: Task, fair: FairQueue, by: number): void {
    const { index } = task
    this.#runtime[index] = this.#runtimeOf(task) + by
    this.#deadline[index] = this.#deadlineOf(task) + by
    fair.advance(by * this.#weightOf(task))
  }

  #ask(task: Task, length: Nanoseconds): void {
    this.#request[task.index] = length
    this.#deadline[task.index] = this.#runtimeOf(task) + this.#virtual(task, length)
  }

  /** Of the tasks that `find` answers for the classes that may use `core`, the one with the least of `value`. */
  #first(core: number, queue: number, find: (tree: EligibleTree) => number, value: Float64Array): Task | null {
    const { classes, classesOn } = this.#context.affinity
    let best: Task | null = null
    for (const number of classesOn[core] ?? []) {
      const tree = this.#trees[queue * classes + number]
      const found = this.#members[number]?.[tree === undefined ? -1 : find(tree)]
      if (found === undefined) continue
      if (best === null || (value[found.index] ?? 0) < (value[best.index] ?? 0)) best = found
    }
    return best
  }

  #virtual(task: Task, time: Nanoseconds): number {
    return (time * NICE_0_WEIGHT) / this.#weightOf(task)
  }

  #treeOf(task: Task): EligibleTree | undefined {
    return this.#trees[task.queue * this.#context.affinity.classes + task.affinityClass]
  }

  #slotOf(task: Task): number {
    return this.#context.affinity.slotOf[task.index] ?? 0
  }

  #weightOf(task: Task): number {
    return this.#weight[task.index] ?? NICE_0_WEIGHT
  }

  #runtimeOf(task: Task): number {
    return this.#runtime[task.index] ?? 0
  }

  #deadlineOf(task: Task): number {
    return this.#deadline[task.index] ?? 0
  }
}
