import type { Task } from '../task.ts'
import type { Nanoseconds } from '../workload.ts'
import { Fifo } from './fifo.ts'
import type { PolicyContext } from './policy.ts'

/** First in, first out, but after a quantum a task goes to the end of the queue. */
export class RoundRobin extends Fifo {
  readonly #quantum: Nanoseconds

  constructor(context: PolicyContext) {
    super(context)
    this.#quantum = context.setting('quantum')
  }

  override slice(_task: Task, _now: Nanoseconds): Nanoseconds {
    return this.#quantum
  }
}
