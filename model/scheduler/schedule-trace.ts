import type { TracePart, TraceSlice } from '../../contract/trace-events.ts'
import { SLICE_ENDS, SLICE_WORK, TASK_STATES, type Schedule, type TaskState } from './schedule.ts'

/** What each state is called on the track of a thread; null for what leaves it empty. */
const STATE_WORDS: Readonly<Record<TaskState, string | null>> = {
  'not-yet': null,
  runnable: 'runnable',
  running: 'running',
  io: 'in I/O',
  blocked: 'blocked',
  gone: null,
}

type Traced = Pick<Schedule, 'slices' | 'changes' | 'tasks' | 'machine' | 'metrics'>

/**
 * A schedule as a part of a trace: a track for each core, with why each slice ended, and one for each thread, with its states,
 * in a group for its process. `processes` names the processes of the workload.
 */
export function traceOfSchedule(schedule: Traced, processes: readonly string[]): TracePart {
  const { machine, tasks } = schedule
  const inGroups = tasks
    .map(({ task, name, process }) => ({ task, name, process }))
    .sort((a, b) => a.process - b.process)
  const trackOfTask = new Int32Array(tasks.length)
  inGroups.forEach(({ task }, place) => (trackOfTask[task] = machine.cores + place))
  return {
    source: 'SIMULATED',
    tracks: [
      ...Array.from({ length: machine.cores }, (_, core) => ({ group: 'Cores (SIMULATED)', name: `core ${core}` })),
      ...inGroups.map(({ name, process }) => ({ group: `Process ${processes[process] ?? process} (SIMULATED)`, name })),
    ],
    slices: slicesOf(schedule, trackOfTask),
  }
}

function* slicesOf(schedule: Traced, trackOfTask: Int32Array): Generator<TraceSlice, void> {
  yield* onCores(schedule)
  yield* ofThreads(schedule, trackOfTask)
}

function* onCores({ slices, tasks }: Traced): Generator<TraceSlice, void> {
  for (let row = 0; row < slices.count; row++) {
    const work = SLICE_WORK[slices.work[row] ?? 0] ?? 'compute'
    const task = tasks[slices.task[row] ?? -1]?.name ?? 'nobody'
    const ended = SLICE_ENDS[slices.end[row] ?? 0] ?? 'exit'
    yield {
      track: slices.core[row] ?? 0,
      name: work === 'compute' ? task : work,
      from: slices.from[row] ?? 0,
      to: slices.to[row] ?? 0,
      args: work === 'compute' ? { ended } : { for: task },
    }
  }
}

function* ofThreads({ changes, metrics, tasks }: Traced, trackOfTask: Int32Array): Generator<TraceSlice, void> {
  const since = new Float64Array(tasks.length)
  const states = new Uint8Array(tasks.length)
  const until = (task: number, to: number): TraceSlice | null => {
    const name = STATE_WORDS[TASK_STATES[states[task] ?? 0] ?? 'not-yet']
    const from = since[task] ?? 0
    return name === null || to <= from ? null : { track: trackOfTask[task] ?? 0, name, from, to, args: {} }
  }
  for (let row = 0; row < changes.count; row++) {
    const [task, at, state] = [changes.task[row] ?? 0, changes.at[row] ?? 0, changes.state[row] ?? 0]
    if (state === states[task]) continue
    const slice = until(task, at)
    if (slice) yield slice
    since[task] = at
    states[task] = state
  }
  for (const task of tasks.keys()) {
    const slice = until(task, metrics.end)
    if (slice) yield slice
  }
}
