import { SLICE_WORK, TASK_STATES, type Schedule, type TaskState } from '../../../model/scheduler/schedule.ts'
import type { TaskPlan } from '../../../model/scheduler/workload.ts'
import { TONES, type Spans, type TimelineLane, type Tone } from './timeline.ts'

/** What a state is drawn as; null for what leaves the lane empty. */
const TONE_OF_STATE: Readonly<Record<TaskState, Tone | null>> = {
  'not-yet': null,
  runnable: 'runnable',
  running: 'running',
  io: 'io',
  blocked: 'blocked',
  gone: null,
}
const EMPTY = 255

/** One lane for each core: who had it when. */
export function coreLanes({ slices, machine }: Pick<Schedule, 'slices' | 'machine'>): TimelineLane[] {
  const compute = SLICE_WORK.indexOf('compute')
  const counts = new Uint32Array(machine.cores)
  for (let index = 0; index < slices.count; index++) {
    const core = slices.core[index] ?? 0
    counts[core] = (counts[core] ?? 0) + 1
  }
  const lanes = Array.from(counts, (count, core) => ({
    label: `core ${core}`,
    process: null,
    spans: emptySpans(count),
  }))
  for (let index = 0; index < slices.count; index++) {
    const spans = lanes[slices.core[index] ?? 0]?.spans
    if (!spans) continue
    const tone = slices.work[index] === compute ? 'running' : 'overhead'
    add(spans, slices.from[index] ?? 0, slices.to[index] ?? 0, slices.task[index] ?? -1, TONES.indexOf(tone))
  }
  return lanes
}

/** One lane for each task, grouped by process: which state it was in when. */
export function taskLanes(
  { changes, metrics }: Pick<Schedule, 'changes' | 'metrics'>,
  tasks: readonly TaskPlan[],
): TimelineLane[] {
  const toneOfState = TASK_STATES.map((state) => {
    const tone = TONE_OF_STATE[state]
    return tone === null ? EMPTY : TONES.indexOf(tone)
  })
  const counts = new Uint32Array(tasks.length)
  for (let index = 0; index < changes.count; index++) {
    const task = changes.task[index] ?? 0
    counts[task] = (counts[task] ?? 0) + 1
  }
  const spansOfTask = Array.from(counts, emptySpans)
  const since = new Float64Array(tasks.length)
  const tone = new Uint8Array(tasks.length).fill(EMPTY)
  const close = (task: number, at: number): void => {
    const spans = spansOfTask[task]
    const before = tone[task] ?? EMPTY
    const from = since[task] ?? 0
    if (spans && before !== EMPTY && at > from) add(spans, from, at, task, before)
  }
  for (let index = 0; index < changes.count; index++) {
    const task = changes.task[index] ?? 0
    const at = changes.at[index] ?? 0
    const next = toneOfState[changes.state[index] ?? 0] ?? EMPTY
    if (next === tone[task]) continue
    close(task, at)
    since[task] = at
    tone[task] = next
  }
  tasks.forEach((_, task) => close(task, metrics.end))
  return tasks
    .map(({ name, process }, task) => ({ label: name, process, spans: spansOfTask[task] ?? emptySpans(0) }))
    .toSorted((a, b) => a.process - b.process)
}

function emptySpans(capacity: number): Spans {
  return {
    count: 0,
    from: new Float64Array(capacity),
    to: new Float64Array(capacity),
    task: new Int32Array(capacity),
    tone: new Uint8Array(capacity),
  }
}

function add(spans: Spans, from: number, to: number, task: number, tone: number): void {
  const place = spans.count++
  spans.from[place] = from
  spans.to[place] = to
  spans.task[place] = task
  spans.tone[place] = tone
}
