import type { TaskMetrics } from '../../../model/scheduler/schedule.ts'
import type { ShownState } from '../look/task-states.ts'
import { spanAt } from '../timeline/span-search.ts'
import { toneOf, type TimelineLane, type Tone } from '../timeline/timeline.ts'

/** A task at a time: its state, and since when. */
export interface TaskAt {
  task: number
  name: string
  state: ShownState
  since: number
}

const STATE_OF_TONE: Readonly<Record<Tone, ShownState>> = {
  running: 'running',
  runnable: 'runnable',
  io: 'io',
  blocked: 'blocked',
  overhead: 'running',
}

/** The state of every task at a time, by the lanes of the tasks, which stand in the order of their processes. */
export function statesAt(lanes: readonly TimelineLane[], metrics: readonly TaskMetrics[], time: number): TaskAt[] {
  const inOrder = metrics.toSorted((a, b) => a.process - b.process)
  return lanes.map(({ spans, label: name }, row): TaskAt => {
    const task = inOrder[row]?.task ?? row
    const index = spanAt(spans, time)
    if (index !== null) {
      return { task, name, state: STATE_OF_TONE[toneOf(spans.tone[index])], since: spans.from[index] ?? 0 }
    }
    const finished = inOrder[row]?.finished ?? null
    if (finished !== null && time >= finished) return { task, name, state: 'gone', since: finished }
    return { task, name, state: 'not-yet', since: 0 }
  })
}

/** Tasks in a state, those that have been in it longest first: a queue's order of arrival. */
export function inState(tasks: readonly TaskAt[], state: ShownState): TaskAt[] {
  return tasks.filter((task) => task.state === state).toSorted((a, b) => a.since - b.since)
}
