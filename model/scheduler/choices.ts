import type { Ask, Core } from './core.ts'
import type { DecisionLog } from './decision-log.ts'
import type { IndexedHeap } from './indexed-heap.ts'
import type { Interpreter } from './interpreter.ts'
import type { Ledger } from './ledger.ts'
import { switchCosts } from './overhead.ts'
import type { Policy } from './policies/policy.ts'
import type { RunQueues } from './run-queues.ts'
import type { Costs } from './schedule.ts'
import type { Task } from './task.ts'

/** What choices are made with. */
export interface ChoicesContext {
  cores: readonly Core[]
  queues: RunQueues
  policy: Policy
  costs: Costs
  ledger: Ledger
  log: DecisionLog
  interpreter: Interpreter
  mostSlices: number
  /** Cores that are doing something. */
  ends: IndexedHeap<Core>
  /** A task that has its core goes on. */
  proceed: (core: Core, task: Task) => void
}

/** Who gets which core: notes where a choice is asked for, lets the policy make it, and puts the chosen task on the core. */
export class Choices {
  readonly #cores: readonly Core[]
  readonly #queues: RunQueues
  readonly #policy: Policy
  readonly #costs: Costs
  readonly #ledger: Ledger
  readonly #log: DecisionLog
  readonly #interpreter: Interpreter
  readonly #mostSlices: number
  readonly #ends: IndexedHeap<Core>
  readonly #proceed: (core: Core, task: Task) => void
  /** Whether any core has been asked for since the last look. */
  #asked = false

  constructor(context: ChoicesContext) {
    this.#cores = context.cores
    this.#queues = context.queues
    this.#policy = context.policy
    this.#costs = context.costs
    this.#ledger = context.ledger
    this.#log = context.log
    this.#interpreter = context.interpreter
    this.#mostSlices = context.mostSlices
    this.#ends = context.ends
    this.#proceed = context.proceed
  }

  /** Whether a bound of the simulation is reached; no choice is made beyond it. */
  get exceeded(): boolean {
    return this.#ledger.recorder.sliceCount >= this.#mostSlices || this.#interpreter.exhausted
  }

  /** Asks for a new choice on `core`; it is made once everything else at this instant has happened and the core is open. */
  ask(core: Core, ask: Ask): void {
    core.ask = ask
    this.#asked = true
  }

  /**
   * The policy has thought again: the task of `core` may keep it for no longer than it would if it were taken now. What
   * it had left is not made longer, or alarms in quick succession would leave the core to it for good.
   */
  shorten(core: Core): void {
    const { task } = core
    if (task === null) return
    const { now } = this.#ledger
    const allowance = this.#policy.slice(task, now)
    if (allowance >= core.allowance) return
    core.allowance = allowance
    if (core.phase !== 'compute' || core.position < 0) return
    this.#ends.remove(core)
    this.#ends.push(core, now + Math.min(task.left, allowance), core.index)
  }

  /** `core` has come to an end of what could not be interrupted: what was asked of it meanwhile is due. */
  open(core: Core): void {
    if (core.ask !== null) this.#asked = true
  }

  /** Asks the core for a new choice whose task has least right to it compared with `newcomer`. */
  preempt(newcomer: Task): void {
    const { now } = this.#ledger
    let victim: Core | null = null
    let most = 0
    for (const core of this.#cores) {
      const running = core.task
      if (core.queue !== newcomer.queue || newcomer.allowed[core.index] !== 1 || running === null) continue
      if (core.ask !== null && core.ask !== 'burst') continue
      this.#ledger.charge(core)
      const claim = this.#policy.claim(newcomer, running, now)
      if (claim > most) {
        most = claim
        victim = core
      }
    }
    if (victim !== null) this.ask(victim, 'preempted')
  }

  /** Makes every choice there is to make, in the order of the cores' numbers, until nothing is left to choose. */
  make(): void {
    const ledger = this.#ledger
    for (let chosen = true; chosen && !this.exceeded;) {
      chosen = false
      if (this.#asked) {
        this.#asked = false
        for (const core of this.#cores) {
          if (core.ask === null || !core.open) continue
          const { ask } = core
          core.ask = null
          chosen = true
          if (core.task === null) this.#fill(core)
          else if (ask !== 'idle') this.#chooseAgain(core, core.task, ask)
        }
      }
      if (ledger.idle === 0 || this.#queues.total === 0) continue
      for (const core of this.#cores) if (core.task === null && this.#fill(core)) chosen = true
    }
    if (ledger.idle === 0 || this.#log.full) return
    for (const core of this.#cores) {
      if (core.task === null && core.silent) this.#log.idles(core, ledger.now)
      core.silent = false
    }
  }

  /** Gives an idle core the best of its queue, or of the longest other queue; whether there was one. */
  #fill(core: Core): boolean {
    const { now } = this.#ledger
    let { queue } = core
    this.#ledger.chargeAll(queue)
    let task = this.#policy.best(core.index, queue, now)
    if (task === null) {
      queue = this.#queues.queueToPullFrom(core)
      if (queue < 0) return false
      this.#ledger.chargeAll(queue)
      task = this.#policy.best(core.index, queue, now)
    }
    if (task === null) return false
    this.#take(core, task)
    this.#dispatch(core, task)
    return true
  }

  /** A core with a task: that joins the others that wait, and the best of all goes on. */
  #chooseAgain(core: Core, task: Task, ask: Exclude<Ask, 'idle'>): void {
    const ledger = this.#ledger
    const { now } = ledger
    ledger.charge(core)
    ledger.chargeAll(core.queue)
    if (ask === 'burst') {
      const rival = this.#policy.best(core.index, core.queue, now)
      if (rival === null || this.#policy.claim(rival, task, now) <= 0) return
    }
    const cause = ask === 'burst' ? 'preempted' : ask
    this.#interpreter.operations++
    if (core.position >= 0) this.#ends.remove(core)
    // It does not wait yet, but what is said of it in a decision counts from here.
    const { stateSince } = task
    task.stateSince = now
    ledger.join(task, cause)
    const best = this.#policy.best(core.index, core.queue, now) ?? task
    this.#take(core, best)
    task.stateSince = stateSince
    if (best === task) {
      core.allowance = this.#policy.slice(task, now)
      this.#proceed(core, task)
      return
    }
    ledger.vacate(core, cause)
    ledger.enter(task, 'runnable')
    this.#dispatch(core, best)
    if (cause === 'preempted') this.preempt(task)
  }

  /** `task` leaves the run queue that it waits in for `core`. */
  #take(core: Core, task: Task): void {
    const { now } = this.#ledger
    this.#log.chose(core, task.queue, task, now)
    this.#policy.take(task, now)
    this.#queues.count(task, false)
    if (task.queue === core.queue) return
    const from = task.queue
    task.queue = core.queue
    this.#ledger.chargeAll(core.queue)
    this.#policy.moved(task, from, now)
  }

  /** A task gets an idle core: what that costs comes first. */
  #dispatch(core: Core, task: Task): void {
    const ledger = this.#ledger
    const { now } = ledger
    const { switching, migration } = switchCosts(core, task, this.#costs)
    if (core.last !== null && core.last !== task) task.switches++
    if (task.core >= 0 && task.core !== core.index) task.migrations++
    task.started ??= now
    task.core = core.index
    core.task = task
    core.last = task
    ledger.idle--
    ledger.enter(task, 'running')
    core.allowance = this.#policy.slice(task, now)
    core.migration = migration
    core.begin(switching + migration > 0 ? 'overhead' : 'compute', now)
    if (core.phase === 'overhead') this.#ends.push(core, now + switching + migration, core.index)
    else this.#proceed(core, task)
  }
}
