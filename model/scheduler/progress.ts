import { nextBurst } from './burst.ts'
import type { Choices } from './choices.ts'
import type { Core } from './core.ts'
import type { IndexedHeap } from './indexed-heap.ts'
import type { Interpreter } from './interpreter.ts'
import type { Ledger } from './ledger.ts'
import type { JoinCause, Policy } from './policies/policy.ts'
import type { RunQueues } from './run-queues.ts'
import type { Costs } from './schedule.ts'
import type { Task } from './task.ts'
import type { Nanoseconds } from './workload.ts'

/** What tasks go on with. */
export interface ProgressContext {
  queues: RunQueues
  policy: Policy
  costs: Costs
  ledger: Ledger
  interpreter: Interpreter
  choices: Choices
  /** Cores that are doing something. */
  ends: IndexedHeap<Core>
  /** Tasks that will arrive, or whose io will end. */
  wakeUps: IndexedHeap<Task>
}

/** The way of a task: it becomes runnable, goes on through its program while it has a core, creates others, and leaves. */
export class Progress {
  readonly #queues: RunQueues
  readonly #policy: Policy
  readonly #costs: Costs
  readonly #ledger: Ledger
  readonly #interpreter: Interpreter
  readonly #choices: Choices
  readonly #ends: IndexedHeap<Core>
  readonly #wakeUps: IndexedHeap<Task>
  #sequence = 0

  constructor(context: ProgressContext) {
    this.#queues = context.queues
    this.#policy = context.policy
    this.#costs = context.costs
    this.#ledger = context.ledger
    this.#interpreter = context.interpreter
    this.#choices = context.choices
    this.#ends = context.ends
    this.#wakeUps = context.wakeUps
  }

  /** Of several at one instant, whoever was promised it first wakes up first. */
  wakeUpAt(task: Task, at: Nanoseconds): void {
    this.#wakeUps.push(task, at, this.#sequence++)
  }

  /** A task becomes runnable: it goes to an idle core if there is one, or takes one from somebody with less of a right. */
  admit(task: Task, cause: JoinCause): void {
    const ledger = this.#ledger
    task.awaits = null
    task.arrival ??= ledger.now
    if (task.burstLeft === 0) task.burstLeft = nextBurst(task)
    ledger.enter(task, 'runnable')
    const idle = ledger.idle > 0 ? this.#queues.idleCoreFor(task) : null
    task.queue = idle?.queue ?? this.#queues.queueFor(task)
    ledger.join(task, cause)
    if (idle !== null) this.#choices.ask(idle, 'idle')
    else this.#choices.preempt(task)
  }

  /** What a core was doing is done, or its task's time is up. */
  end(core: Core): void {
    const { task, phase } = core
    if (task === null) return
    const ledger = this.#ledger
    ledger.charge(core)
    if (phase !== 'compute') {
      core.record(ledger.recorder, ledger.now, 'still-running')
      core.begin('compute', ledger.now)
    }
    if (core.child !== null) this.#start(core.child)
    core.child = null
    this.#choices.open(core)
    this.proceed(core, task)
  }

  /** The task of `core` goes on from where it stands. */
  proceed(core: Core, task: Task): void {
    while (task.left === 0) {
      const outcome = this.#interpreter.advance(task)
      switch (outcome) {
        case 'compute':
          if (task.burstLeft > 0) break
          task.burstLeft = nextBurst(task)
          if (this.#policy.reconsidersBursts && core.ask === null) this.#choices.ask(core, 'burst')
          break
        case 'spawn':
          if (this.#spawn(core, task)) return
          break
        case 'yield':
          task.burstLeft = nextBurst(task)
          this.#choices.ask(core, 'yield')
          return
        case 'out-of-operations':
          return
        default:
          this.#leave(core, task, outcome)
          return
      }
    }
    if (core.allowance <= 0) this.#choices.ask(core, 'quantum')
    else this.#ends.push(core, this.#ledger.now + Math.min(task.left, core.allowance), core.index)
  }

  /** Whether creating keeps the core busy for a while. */
  #spawn(core: Core, task: Task): boolean {
    const { child } = this.#interpreter
    if (child === null) return false
    const sameProcess = child.plan.process === task.plan.process
    const cost = sameProcess ? this.#costs.spawnThread : this.#costs.spawnProcess
    if (cost === 0) {
      this.#start(child)
      return false
    }
    const { recorder, now } = this.#ledger
    core.record(recorder, now, 'still-running')
    core.begin('spawn', now)
    core.child = child
    this.#ends.push(core, now + cost, core.index)
    return true
  }

  #start(child: Task): void {
    if (child.state !== 'not-yet') return
    if (child.position >= 0) this.#wakeUps.remove(child)
    this.admit(child, 'arrival')
  }

  /** A task leaves its core for something other than a run queue. */
  #leave(core: Core, task: Task, end: 'io' | 'lock' | 'wait' | 'channel' | 'exit'): void {
    const ledger = this.#ledger
    ledger.vacate(core, end)
    ledger.chargeAll(task.queue)
    this.#policy.leave(task, ledger.now)
    core.ask = null
    core.silent = true
    if (end === 'io') {
      ledger.enter(task, 'io')
      this.wakeUpAt(task, ledger.now + this.#interpreter.ioTime)
    } else if (end === 'exit') {
      task.finished = ledger.now
      ledger.enter(task, 'gone')
    } else if (task.awaits !== null) ledger.enter(task, 'blocked')
  }
}
