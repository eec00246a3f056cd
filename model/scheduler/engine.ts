import type { Affinity } from './affinity.ts'
import { nextBurst } from './burst.ts'
import { Core, type Ask } from './core.ts'
import { DecisionLog } from './decision-log.ts'
import { IndexedHeap } from './indexed-heap.ts'
import { Interpreter } from './interpreter.ts'
import { switchCosts, wholeNanoseconds } from './overhead.ts'
import type { JoinCause, Policy } from './policies/policy.ts'
import { Recorder } from './recorder.ts'
import { RunQueues } from './run-queues.ts'
import type { Costs, SimulatedMachine, SliceEnd, TaskState } from './schedule.ts'
import type { Task } from './task.ts'
import type { Witness } from './witness.ts'
import type { Nanoseconds, Workload } from './workload.ts'

/** What a simulation is stopped by, and what is asked of it beside the result. */
export interface EngineOptions {
  mostSlices: number
  mostOperations: number
  decisions: number
  witness: Witness | null
}

/**
 * The discrete-event simulation. Time goes from one instant at which something happens to the next. At each, first tasks
 * arrive and wake up, then cores come to the end of what they were doing, and then every core for which there is a
 * choice to make makes it, in the order of their numbers, until nothing is left to choose.
 */
export class Engine {
  now: Nanoseconds = 0
  readonly cores: readonly Core[]
  readonly recorder: Recorder
  readonly log: DecisionLog
  readonly interpreter: Interpreter

  readonly #tasks: readonly Task[]
  readonly #policy: Policy
  readonly #costs: Costs
  readonly #options: EngineOptions
  readonly #queues: RunQueues
  /** Tasks that will arrive, or whose io will end. */
  readonly #wakeUps = new IndexedHeap<Task>()
  /** Cores that are doing something. */
  readonly #ends = new IndexedHeap<Core>()
  #sequence = 0
  #idle: number
  #asked = false

  constructor(
    workload: Workload,
    machine: SimulatedMachine,
    tasks: readonly Task[],
    affinity: Affinity,
    policy: Policy,
    options: EngineOptions,
  ) {
    const shared = machine.queues === 'one'
    this.cores = Array.from({ length: machine.cores }, (_, index) => new Core(index, shared ? 0 : index))
    this.recorder = new Recorder(tasks.length)
    this.log = new DecisionLog(options.decisions, tasks, policy)
    const resume = (task: Task): void => this.#admit(task, 'wake-up')
    this.interpreter = new Interpreter(workload, tasks, options.mostOperations, resume, options.witness)
    this.#tasks = tasks
    this.#policy = policy
    this.#costs = wholeNanoseconds(machine.costs)
    this.#options = options
    this.#queues = new RunQueues(affinity, this.cores, shared)
    this.#idle = machine.cores
  }

  /** Runs until nothing happens any more, or to the bound; which of them. */
  run(): 'over' | 'bound' {
    for (const task of this.#tasks) if (task.plan.arrival !== null) this.#wakeUpAt(task, task.plan.arrival)
    for (;;) {
      const at = Math.min(this.#wakeUps.smallestKey, this.#ends.smallestKey)
      if (this.#exceeded && this.#tasks.some(isUnderWay)) return this.#cutOff()
      if (at === Infinity) return 'over'
      if (this.#policy.nextAlarm <= at) this.#sound(at)
      else this.#pass(at)
    }
  }

  get #exceeded(): boolean {
    return this.recorder.sliceCount >= this.#options.mostSlices || this.interpreter.exhausted
  }

  /** Everything that happens at one instant. */
  #pass(at: Nanoseconds): void {
    this.now = at
    while (this.#wakeUps.smallestKey === at) {
      const task = this.#wakeUps.pop()
      if (task !== undefined) this.#admit(task, task.state === 'not-yet' ? 'arrival' : 'wake-up')
    }
    while (this.#ends.smallestKey === at) {
      const core = this.#ends.pop()
      if (core !== undefined) this.#end(core)
    }
    this.#makeChoices()
  }

  /** The policy's own time has come; where every core is idle, nobody is there to notice until the next event. */
  #sound(next: Nanoseconds): void {
    const working = this.#idle < this.cores.length
    this.now = working ? this.#policy.nextAlarm : next
    // Alarms in quick succession must not keep the simulation from its bound.
    this.interpreter.operations++
    for (const core of this.cores) this.#charge(core)
    this.#policy.alarm(this.now)
  }

  #wakeUpAt(task: Task, at: Nanoseconds): void {
    this.#wakeUps.push(task, at, this.#sequence++)
  }

  #enter(task: Task, state: TaskState): void {
    if (task.state === 'runnable') task.waiting += this.now - task.stateSince
    task.state = state
    task.stateSince = this.now
    this.recorder.change(task, this.now)
  }

  /** A task becomes runnable: it goes to an idle core if there is one, or takes one from somebody with less of a right. */
  #admit(task: Task, cause: JoinCause): void {
    task.awaits = null
    task.arrival ??= this.now
    if (task.burstLeft === 0) task.burstLeft = nextBurst(task)
    this.#enter(task, 'runnable')
    const idle = this.#idle > 0 ? this.#queues.idleCoreFor(task) : null
    task.queue = idle?.queue ?? this.#queues.queueFor(task)
    this.#join(task, cause)
    if (idle !== null) this.#ask(idle, 'idle')
    else this.#preempt(task)
  }

  #join(task: Task, cause: JoinCause): void {
    this.#chargeAll(task.queue)
    this.#queues.count(task, true)
    this.#policy.join(task, cause, this.now)
  }

  /** Asks the core for a new choice whose task has least right to it compared with `newcomer`. */
  #preempt(newcomer: Task): void {
    let victim: Core | null = null
    let most = 0
    for (const core of this.cores) {
      const running = core.task
      if (core.queue !== newcomer.queue || newcomer.allowed[core.index] !== 1 || running === null) continue
      if (core.ask !== null && core.ask !== 'burst') continue
      this.#charge(core)
      const claim = this.#policy.claim(newcomer, running, this.now)
      if (claim > most) {
        most = claim
        victim = core
      }
    }
    if (victim !== null) this.#ask(victim, 'preempted')
  }

  #ask(core: Core, ask: Ask): void {
    core.ask = ask
    this.#asked = true
  }

  /** Accounts what the task of `core` has done up to now. */
  #charge(core: Core): void {
    const { task } = core
    const ran = this.now - core.charged
    if (task === null || ran === 0 || core.phase === 'overhead') return
    core.charged = this.now
    core.allowance -= ran
    if (core.phase === 'compute') {
      task.left -= ran
      task.burstLeft -= ran
      task.computed += ran
    }
    this.#policy.charge(task, ran, this.now)
  }

  #chargeAll(queue: number): void {
    if (!this.#policy.comparesWithAll) return
    const own = this.#queues.shared ? undefined : this.cores[queue]
    if (own !== undefined) this.#charge(own)
    else for (const core of this.cores) this.#charge(core)
  }

  /** What a core was doing is done, or its task's time is up. */
  #end(core: Core): void {
    const { task, phase } = core
    if (task === null) return
    this.#charge(core)
    if (phase !== 'compute') {
      core.record(this.recorder, this.now, 'still-running')
      core.begin('compute', this.now)
    }
    if (core.child !== null) this.#start(core.child)
    core.child = null
    if (core.ask !== null) this.#asked = true
    this.#proceed(core, task)
  }

  /** The task of `core` goes on from where it stands. */
  #proceed(core: Core, task: Task): void {
    while (task.left === 0) {
      const outcome = this.interpreter.advance(task)
      switch (outcome) {
        case 'compute':
          if (task.burstLeft > 0) break
          task.burstLeft = nextBurst(task)
          if (this.#policy.reconsidersBursts && core.ask === null) this.#ask(core, 'burst')
          break
        case 'spawn':
          if (this.#spawn(core, task)) return
          break
        case 'yield':
          task.burstLeft = nextBurst(task)
          this.#ask(core, 'yield')
          return
        case 'out-of-operations':
          return
        default:
          this.#leave(core, task, outcome)
          return
      }
    }
    if (core.allowance <= 0) this.#ask(core, 'quantum')
    else this.#ends.push(core, this.now + Math.min(task.left, core.allowance), core.index)
  }

  /** Whether creating keeps the core busy for a while. */
  #spawn(core: Core, task: Task): boolean {
    const { child } = this.interpreter
    if (child === null) return false
    const sameProcess = child.plan.process === task.plan.process
    const cost = sameProcess ? this.#costs.spawnThread : this.#costs.spawnProcess
    if (cost === 0) {
      this.#start(child)
      return false
    }
    core.record(this.recorder, this.now, 'still-running')
    core.begin('spawn', this.now)
    core.child = child
    this.#ends.push(core, this.now + cost, core.index)
    return true
  }

  #start(child: Task): void {
    if (child.state !== 'not-yet') return
    if (child.position >= 0) this.#wakeUps.remove(child)
    this.#admit(child, 'arrival')
  }

  /** A task leaves its core for something other than a run queue. */
  #leave(core: Core, task: Task, end: 'io' | 'lock' | 'wait' | 'channel' | 'exit'): void {
    this.#vacate(core, end)
    this.#chargeAll(task.queue)
    this.#policy.leave(task, this.now)
    core.ask = null
    core.silent = true
    if (end === 'io') {
      this.#enter(task, 'io')
      this.#wakeUpAt(task, this.now + this.interpreter.ioTime)
    } else if (end === 'exit') {
      task.finished = this.now
      this.#enter(task, 'gone')
    } else if (task.awaits !== null) this.#enter(task, 'blocked')
  }

  #vacate(core: Core, end: SliceEnd): void {
    core.record(this.recorder, this.now, end)
    core.task = null
    this.#idle++
  }

  #makeChoices(): void {
    for (let chosen = true; chosen && !this.#exceeded;) {
      chosen = false
      if (this.#asked) {
        this.#asked = false
        for (const core of this.cores) {
          if (core.ask === null || !core.open) continue
          const { ask } = core
          core.ask = null
          chosen = true
          if (core.task === null) this.#fill(core)
          else if (ask !== 'idle') this.#chooseAgain(core, core.task, ask)
        }
      }
      if (this.#idle === 0 || this.#queues.total === 0) continue
      for (const core of this.cores) if (core.task === null && this.#fill(core)) chosen = true
    }
    if (this.#idle === 0 || this.log.full) return
    for (const core of this.cores) {
      if (core.task === null && core.silent) this.log.idles(core, this.now)
      core.silent = false
    }
  }

  /** Gives an idle core the best of its queue, or of the longest other queue; whether there was one. */
  #fill(core: Core): boolean {
    let { queue } = core
    this.#chargeAll(queue)
    let task = this.#policy.best(core.index, queue, this.now)
    if (task === null) {
      queue = this.#queues.queueToPullFrom(core)
      if (queue < 0) return false
      this.#chargeAll(queue)
      task = this.#policy.best(core.index, queue, this.now)
    }
    if (task === null) return false
    this.#take(core, task)
    this.#dispatch(core, task)
    return true
  }

  /** A core with a task: that joins the others that wait, and the best of all goes on. */
  #chooseAgain(core: Core, task: Task, ask: Exclude<Ask, 'idle'>): void {
    this.#charge(core)
    this.#chargeAll(core.queue)
    if (ask === 'burst') {
      const rival = this.#policy.best(core.index, core.queue, this.now)
      if (rival === null || this.#policy.claim(rival, task, this.now) <= 0) return
    }
    const cause = ask === 'burst' ? 'preempted' : ask
    this.interpreter.operations++
    if (core.position >= 0) this.#ends.remove(core)
    // It does not wait yet, but what is said of it in a decision counts from here.
    const { stateSince } = task
    task.stateSince = this.now
    this.#join(task, cause)
    const best = this.#policy.best(core.index, core.queue, this.now) ?? task
    this.#take(core, best)
    if (best === task) {
      task.stateSince = stateSince
      core.allowance = this.#policy.slice(task, this.now)
      this.#proceed(core, task)
      return
    }
    task.stateSince = stateSince
    this.#vacate(core, cause)
    this.#enter(task, 'runnable')
    this.#dispatch(core, best)
    if (cause === 'preempted') this.#preempt(task)
  }

  #take(core: Core, task: Task): void {
    this.log.chose(core, task.queue, task, this.now)
    this.#policy.take(task, this.now)
    this.#queues.count(task, false)
    if (task.queue === core.queue) return
    const from = task.queue
    task.queue = core.queue
    this.#chargeAll(core.queue)
    this.#policy.moved(task, from, this.now)
  }

  /** A task gets an idle core: what that costs comes first. */
  #dispatch(core: Core, task: Task): void {
    const { switching, migration } = switchCosts(core, task, this.#costs)
    if (core.last !== null && core.last !== task) task.switches++
    if (task.core >= 0 && task.core !== core.index) task.migrations++
    task.started ??= this.now
    task.core = core.index
    core.task = task
    core.last = task
    this.#idle--
    this.#enter(task, 'running')
    core.allowance = this.#policy.slice(task, this.now)
    core.migration = migration
    core.begin(switching + migration > 0 ? 'overhead' : 'compute', this.now)
    if (core.phase === 'overhead') this.#ends.push(core, this.now + switching + migration, core.index)
    else this.#proceed(core, task)
  }

  /** The bound is reached: whoever is on a core stays there for ever. */
  #cutOff(): 'bound' {
    for (const core of this.cores) {
      this.#charge(core)
      core.record(this.recorder, this.now, 'still-running')
    }
    return 'bound'
  }
}

/** Whether a task has something to do yet that does not depend on others. */
function isUnderWay({ state, position }: Task): boolean {
  return state === 'runnable' || state === 'running' || position >= 0
}
