import type { Timeline } from '../../../../contract/timeline.ts'
import { TIMELINE_SOURCE_WORDS } from '../../../../contract/timeline-words.ts'
import { traceOfTimeline } from '../../../../contract/timeline-trace.ts'
import type { TracePart } from '../../../../contract/trace-events.ts'
import { contestWorkload, readNiceValues } from '../../../../model/scheduler/contest.ts'
import { FREE } from '../../../../model/scheduler/costs.ts'
import type { Schedule } from '../../../../model/scheduler/schedule.ts'
import { traceOfSchedule } from '../../../../model/scheduler/schedule-trace.ts'
import { simulate } from '../../../../model/scheduler/simulate.ts'
import type { TaskPlan } from '../../../../model/scheduler/workload.ts'
import type { ShownRun } from '../../measuring/shown-run.ts'
import { coreLanes, taskLanes } from '../../timeline/lanes-of-schedule.ts'
import { spansOf, TONES, type Span, type TimelineData, type TimelineLane } from '../../timeline/timeline.ts'
import { threadLabel } from './shares.ts'

/** What a run was about, and the recorded repetition of it; null for one that does not say enough. */
export interface RecordedContest {
  core: number
  period: number
  tasks: readonly TaskPlan[]
  timeline: Timeline | null
  /** Null where the run has no prediction. */
  schedule: Schedule | null
}

export function recordedContest({
  parameters,
  observations,
  timelines,
}: Pick<ShownRun, 'parameters' | 'observations' | 'timelines'>): RecordedContest | null {
  const read = readNiceValues(String(parameters?.['nice'] ?? ''))
  const core = observations.find(({ name }) => name === 'core')?.facts['core']
  const period = Number(parameters?.['period']) * 1e6
  if (!read.ok || typeof core !== 'number' || !(period > 0)) return null
  const workload = contestWorkload(read.nice, period)
  const facts = observations.find(({ name }) => name === 'prediction-basis')?.facts
  const cost = Number(facts?.['switchNs'] ?? 0)
  const costs = { ...FREE, switchWithinProcess: cost, switchBetweenProcesses: cost }
  const policy = { id: 'eevdf', settings: { slice: Number(facts?.['sliceNs']) }, seed: 0 } as const
  return {
    core,
    period,
    tasks: workload.tasks.map((task) => ({ ...task, name: threadLabel(task.name, task.nice) })),
    timeline: timelines?.find(({ which }) => which === 'recorded') ?? null,
    schedule: facts ? simulate(workload, { cores: 1, queues: 'per-core', costs }, policy) : null,
  }
}

/** The measured lanes above the simulated ones, on one axis that ends with the period. */
export function contestTimeline({ core, period, tasks, timeline, schedule }: RecordedContest): TimelineData {
  const label = `core ${core}`
  const measured = timeline ? [measuredCore(timeline, label), ...measuredThreads(timeline, tasks, period)] : []
  const simulated = schedule
    ? [...coreLanes(schedule).map((lane) => ({ ...lane, label })), ...taskLanes(schedule, tasks)].map((lane) =>
        until(lane, period),
      )
    : []
  return {
    sections: [
      ...(timeline
        ? [
            {
              source: 'MEASURED' as const,
              how: TIMELINE_SOURCE_WORDS[timeline.source].label,
              title: 'Threads',
              lanes: measured,
            },
          ]
        : []),
      ...(schedule ? [{ source: 'SIMULATED' as const, title: 'Threads', lanes: simulated }] : []),
    ],
    tasks: tasks.map(({ name, process }) => ({ name, process })),
    processes: ['process'],
    end: period,
  }
}

function measuredCore({ slices }: Timeline, label: string): TimelineLane {
  return { label, process: null, spans: spansOf([...slices.task.keys()].map((i) => running(slices, i))) }
}

const running = ({ task, from, to }: Timeline['slices'], i: number): Span => ({
  ...{ from: from[i] ?? 0, to: to[i] ?? 0, task: task[i] ?? -1 },
  tone: 'running',
})

/** A thread that is always busy waits for the core whenever it does not have it. */
function measuredThreads({ slices }: Timeline, tasks: readonly TaskPlan[], period: number): TimelineLane[] {
  return tasks.map(({ name, process }, index) => {
    const spans: Span[] = []
    let at = 0
    const wait = (to: number): void => {
      if (to > at) spans.push({ from: at, to, task: index, tone: 'runnable' })
    }
    for (const [i, task] of slices.task.entries()) {
      if (task !== index) continue
      const span = running(slices, i)
      wait(span.from)
      spans.push(span)
      at = span.to
    }
    wait(period)
    return { label: name, process, spans: spansOf(spans) }
  })
}

/** The simulated threads have more to do than the period holds, so that none ends within it. */
function until(lane: TimelineLane, end: number): TimelineLane {
  const { count, from, to, task, tone } = lane.spans
  const spans = Array.from({ length: count }, (_, i) => i)
    .filter((i) => (from[i] ?? end) < end)
    .map((i): Span => ({
      from: from[i] ?? 0,
      to: Math.min(end, to[i] ?? end),
      task: task[i] ?? -1,
      tone: TONES[tone[i] ?? 0] ?? 'running',
    }))
  return { ...lane, spans: spansOf(spans) }
}

/** Measured and simulated as parts of one trace; the simulated threads go on beyond the period. */
export function traceParts({ tasks, timeline, schedule }: RecordedContest): TracePart[] {
  const named = schedule && {
    ...schedule,
    tasks: schedule.tasks.map((task) => ({ ...task, name: tasks[task.task]?.name ?? task.name })),
  }
  return [...(timeline ? [traceOfTimeline(timeline)] : []), ...(named ? [traceOfSchedule(named, ['process'])] : [])]
}
