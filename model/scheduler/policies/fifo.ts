import { formatDuration } from '../../../contract/figures.ts'
import type { Task } from '../task.ts'
import type { Nanoseconds } from '../workload.ts'
import { OrderedPolicy } from './ordered-policy.ts'
import type { JoinCause } from './policy.ts'

/** First in, first out: whoever has waited longest gets the core and keeps it until it leaves by itself. */
export class Fifo extends OrderedPolicy {
  join(task: Task, _cause: JoinCause, _now: Nanoseconds): void {
    this.wait(task, 0)
  }

  figures(task: Task, now: Nanoseconds): string {
    return `waiting for ${formatDuration(now - task.stateSince)}`
  }

  reason(_task: Task, _now: Nanoseconds): string {
    return 'is first in the queue'
  }
}
