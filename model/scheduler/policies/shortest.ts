import { formatDuration } from '../../../contract/figures.ts'
import type { Task } from '../task.ts'
import type { Nanoseconds } from '../workload.ts'
import { OrderedPolicy } from './ordered-policy.ts'
import type { JoinCause } from './policy.ts'

/** Shortest job first: the shortest next burst gets the core and keeps it to its end. It is told how long bursts will be. */
export class ShortestJobFirst extends OrderedPolicy {
  join(task: Task, _cause: JoinCause, _now: Nanoseconds): void {
    this.wait(task, task.burstLeft)
  }

  figures(task: Task, _now: Nanoseconds): string {
    return `next burst ${formatDuration(task.burstLeft)}`
  }

  reason(task: Task, _now: Nanoseconds): string {
    return `has the shortest next burst, ${formatDuration(task.burstLeft)}`
  }
}

/** Shortest time to completion first: as shortest job first, but a task with less left takes the core at once. */
export class ShortestTimeToCompletionFirst extends ShortestJobFirst {
  override readonly reconsidersBursts = true

  override claim(newcomer: Task, running: Task, _now: Nanoseconds): number {
    return running.burstLeft - newcomer.burstLeft
  }

  override figures(task: Task, _now: Nanoseconds): string {
    return `${formatDuration(task.burstLeft)} left`
  }

  override reason(task: Task, _now: Nanoseconds): string {
    return `has the least left of its burst, ${formatDuration(task.burstLeft)}`
  }
}
