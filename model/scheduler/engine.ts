import type { Affinity } from './affinity.ts'
import { Choices } from './choices.ts'
import { Core } from './core.ts'
import { DecisionLog } from './decision-log.ts'
import { IndexedHeap } from './indexed-heap.ts'
import { Interpreter } from './interpreter.ts'
import { Ledger } from './ledger.ts'
import { wholeNanoseconds } from './overhead.ts'
import type { Policy } from './policies/policy.ts'
import { Progress } from './progress.ts'
import type { Recorder } from './recorder.ts'
import { RunQueues } from './run-queues.ts'
import type { SimulatedMachine } from './schedule.ts'
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
 * arrive and wake up, then cores come to the end of what they were doing (`Progress`), and then every core for which
 * there is a choice to make makes it (`Choices`). Time spent is accounted where something depends on it (`Ledger`).
 */
export class Engine {
  readonly cores: readonly Core[]
  readonly log: DecisionLog
  readonly interpreter: Interpreter

  readonly #tasks: readonly Task[]
  readonly #policy: Policy
  readonly #ledger: Ledger
  readonly #choices: Choices
  readonly #progress: Progress
  /** Tasks that will arrive, or whose io will end. */
  readonly #wakeUps = new IndexedHeap<Task>()
  /** Cores that are doing something. */
  readonly #ends = new IndexedHeap<Core>()

  constructor(
    workload: Workload,
    machine: SimulatedMachine,
    tasks: readonly Task[],
    affinity: Affinity,
    policy: Policy,
    options: EngineOptions,
  ) {
    const shared = machine.queues === 'one'
    const cores = Array.from({ length: machine.cores }, (_, index) => new Core(index, shared ? 0 : index))
    const queues = new RunQueues(affinity, cores, shared)
    const resume = (task: Task): void => this.#progress.admit(task, 'wake-up')
    const proceed = (core: Core, task: Task): void => this.#progress.proceed(core, task)
    this.cores = cores
    this.#tasks = tasks
    this.#policy = policy
    this.log = new DecisionLog(options.decisions, tasks, policy)
    this.interpreter = new Interpreter(workload, tasks, options.mostOperations, resume, options.witness)
    this.#ledger = new Ledger(cores, tasks.length, queues, policy)
    const shares = {
      cores,
      queues,
      policy,
      costs: wholeNanoseconds(machine.costs),
      ledger: this.#ledger,
      interpreter: this.interpreter,
      ends: this.#ends,
    }
    this.#choices = new Choices({ ...shares, log: this.log, mostSlices: options.mostSlices, proceed })
    this.#progress = new Progress({ ...shares, choices: this.#choices, wakeUps: this.#wakeUps })
  }

  get now(): Nanoseconds {
    return this.#ledger.now
  }

  get recorder(): Recorder {
    return this.#ledger.recorder
  }

  /** Runs until nothing happens any more, or to the bound; which of them. */
  run(): 'over' | 'bound' {
    for (const task of this.#tasks) if (task.plan.arrival !== null) this.#progress.wakeUpAt(task, task.plan.arrival)
    for (;;) {
      const at = Math.min(this.#wakeUps.smallestKey, this.#ends.smallestKey)
      if (this.#choices.exceeded && this.#tasks.some(isUnderWay)) {
        this.#ledger.close()
        return 'bound'
      }
      if (at === Infinity) return 'over'
      if (this.#policy.nextAlarm <= at) this.#sound(at)
      else this.#pass(at)
    }
  }

  /** Everything that happens at one instant. */
  #pass(at: Nanoseconds): void {
    this.#ledger.now = at
    while (this.#wakeUps.smallestKey === at) {
      const task = this.#wakeUps.pop()
      if (task !== undefined) this.#progress.admit(task, task.state === 'not-yet' ? 'arrival' : 'wake-up')
    }
    while (this.#ends.smallestKey === at) {
      const core = this.#ends.pop()
      if (core !== undefined) this.#progress.end(core)
    }
    this.#choices.make()
  }

  /** The policy's own time has come; where every core is idle, nobody is there to notice until the next event. */
  #sound(next: Nanoseconds): void {
    const ledger = this.#ledger
    const working = ledger.idle < this.cores.length
    ledger.now = working ? this.#policy.nextAlarm : next
    // Alarms in quick succession must not keep the simulation from its bound.
    this.interpreter.operations++
    for (const core of this.cores) ledger.charge(core)
    this.#policy.alarm(ledger.now)
    for (const core of this.cores) this.#choices.shorten(core)
  }
}

/** Whether a task has something to do yet that does not depend on others. */
function isUnderWay({ state, position }: Task): boolean {
  return state === 'runnable' || state === 'running' || position >= 0
}
