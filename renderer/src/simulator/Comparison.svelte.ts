import type { SimulatedMachine } from '../../../model/scheduler/schedule.ts'
import type { Workload } from '../../../model/scheduler/workload.ts'
import type { ChosenPolicy, DrawnPolicy } from './simulation.ts'
import { SimulationWorker } from './SimulationWorker.ts'

/** All policies over one workload, side by side. */
export class Comparison {
  readonly #worker = new SimulationWorker()
  #policies = $state.raw<readonly DrawnPolicy[]>([])
  #status = $state<'idle' | 'comparing' | 'done' | 'failed'>('idle')
  #problem = $state('')
  #workload = $state.raw<Workload | null>(null)

  get policies(): readonly DrawnPolicy[] {
    return this.#policies
  }

  get status(): 'idle' | 'comparing' | 'done' | 'failed' {
    return this.#status
  }

  get problem(): string {
    return this.#problem
  }

  get workload(): Workload | null {
    return this.#workload
  }

  start(workload: Workload, machine: SimulatedMachine, policies: readonly ChosenPolicy[]): void {
    this.#policies = []
    this.#workload = workload
    this.#status = 'comparing'
    this.#worker.ask($state.snapshot({ ask: 'compare' as const, workload, machine, policies }), (answer) => {
      if (answer.kind === 'failed') {
        this.#status = 'failed'
        this.#problem = answer.sentence
      }
      if (answer.kind !== 'compared') return
      this.#policies = [...this.#policies, answer.policy]
      if (answer.last) this.#status = 'done'
    })
  }

  /** Forgets the result, as when something it was made of changes. */
  clear(): void {
    if (this.#status === 'comparing') this.#worker.cancel()
    this.#policies = []
    this.#status = 'idle'
  }
}
