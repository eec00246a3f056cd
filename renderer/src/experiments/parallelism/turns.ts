import { TIMELINE_ENDS, TIMELINE_SOURCE_WORDS } from '../../../../contract/timeline-words.ts'
import type { Timeline } from '../../../../contract/timeline.ts'
import { crewWorkload } from '../../../../model/scheduler/crew.ts'
import { FREE } from '../../../../model/scheduler/costs.ts'
import type { Schedule } from '../../../../model/scheduler/schedule.ts'
import { simulate } from '../../../../model/scheduler/simulate.ts'
import type { ShownRun } from '../../measuring/shown-run.ts'
import { coreLanes, taskLanes } from '../../timeline/lanes-of-schedule.ts'
import {
  spansOf,
  type Span,
  type TimelineData,
  type TimelineLane,
  type TimelineSection,
} from '../../timeline/timeline.ts'

/** The axis ends at a whole tenth of a millisecond. */
const AXIS_STEP = 1e5

export const LANES = ['both', 'cores', 'workers'] as const
export type Lanes = (typeof LANES)[number]

/** Short, since they stand before the lanes. */
const TITLES: Readonly<Record<string, string>> = {
  'one-core': 'One core',
  'all-cores': 'All cores',
  'processes-all-cores': 'Processes',
}

/** What the lanes tell. Nobody but the workers is recorded. */
export const TURNS_WORDS =
  'Concurrent: on one core the workers take turns. Parallel: on several cores their turns lie at the same time. Where a core stands empty while a worker is runnable, none of the workers had it. Possible reasons: other programs, interrupts, the hypervisor, a CPU quota.'

/** A recorded repetition, and what the model makes of the same work. */
interface Turns {
  title: string
  timeline: Timeline
  /** The machine's numbers of the cores that the workers could have. */
  cores: readonly number[]
  schedule: Schedule | null
  /** Each worker is a process of its own. */
  areProcesses: boolean
}

export function turnsOf({ timelines = [], observations, predictions }: ShownRun): Turns[] {
  const facts = observations.find(({ name }) => name === 'cores')?.facts
  const basis = observations.find(({ name }) => name === 'simulation-basis')?.facts
  return timelines.flatMap((timeline): Turns[] => {
    const id = timeline.of?.id ?? ''
    const listed = facts?.[id === 'one-core' ? 'oneCore' : 'allCores']
    const cores = typeof listed === 'string' ? listed.split(', ').map(Number) : [...new Set(timeline.slices.core)]
    const alone = predictions.find(({ of }) => of.id === id)?.model.constants['alone']?.value
    const schedule =
      basis && alone !== undefined && id !== 'processes-all-cores'
        ? simulated(timeline.tasks.length, alone, cores.length, Number(basis['sliceNs']), Number(basis['switchNs']))
        : null
    return [{ title: TITLES[id] ?? id, timeline, cores, schedule, areProcesses: id === 'processes-all-cores' }]
  })
}

function simulated(workers: number, alone: number, cores: number, slice: number, switchCost: number): Schedule {
  const costs = { ...FREE, switchWithinProcess: switchCost, switchBetweenProcesses: switchCost }
  const policy = { id: 'eevdf', settings: { slice }, seed: 0 } as const
  return simulate(crewWorkload(workers, alone), { cores, queues: 'per-core', costs }, policy)
}

/** Measured lanes and beneath them the simulated ones, all on one axis. */
export function turnsTimeline(turns: readonly Turns[], lanes: Lanes): TimelineData {
  const [first] = turns
  const tasks = first?.timeline.tasks ?? []
  const ends = turns.flatMap(({ timeline, schedule }) => [Math.max(...timeline.slices.to), schedule?.metrics.end ?? 0])
  return {
    sections: [
      ...turns.map((one) => measuredSection(one, lanes)),
      ...turns.flatMap((one) => simulatedSection(one, lanes)),
    ],
    tasks: tasks.map((name) => ({ name, process: 0 })),
    processes: ['process', ...tasks.map((_, place) => `process ${place + 1}`)],
    end: Math.ceil(Math.max(1, ...ends) / AXIS_STEP) * AXIS_STEP,
  }
}

function measuredSection({ title, timeline, cores, areProcesses }: Turns, lanes: Lanes): TimelineSection {
  return {
    source: 'MEASURED',
    how: TIMELINE_SOURCE_WORDS[timeline.source].label,
    title,
    lanes: [
      ...(lanes === 'workers' ? [] : cores.map((core) => coreLane(timeline, core))),
      ...(lanes === 'cores'
        ? []
        : timeline.tasks.map((name, task) => ({
            ...workerLane(timeline, name, task),
            process: areProcesses ? task + 1 : 0,
          }))),
    ],
  }
}

function simulatedSection({ title, cores, schedule, timeline }: Turns, lanes: Lanes): TimelineSection[] {
  if (!schedule) return []
  const ofCores = coreLanes(schedule).map((lane, i) => ({ ...lane, label: `core ${cores[i] ?? i}` }))
  const { tasks } = crewWorkload(timeline.tasks.length, 0)
  return [
    {
      source: 'SIMULATED',
      title,
      lanes: [...(lanes === 'workers' ? [] : ofCores), ...(lanes === 'cores' ? [] : taskLanes(schedule, tasks))],
    },
  ]
}

function runningSpan({ task, from, to }: Timeline['slices'], i: number): Span {
  return { from: from[i] ?? 0, to: to[i] ?? 0, task: task[i] ?? -1, tone: 'running' }
}

function coreLane({ slices }: Timeline, core: number): TimelineLane {
  const own = [...slices.core.keys()].filter((i) => slices.core[i] === core)
  return { label: `core ${core}`, process: null, spans: spansOf(own.map((i) => runningSpan(slices, i))) }
}

/** From the release on, a worker without a core waits for one, unless it gave its core away: then it waits for the serial part. */
function workerLane({ slices }: Timeline, label: string, task: number): Omit<TimelineLane, 'process'> {
  const own = [...slices.task.keys()]
    .filter((i) => slices.task[i] === task)
    .toSorted((a, b) => (slices.from[a] ?? 0) - (slices.from[b] ?? 0))
  const spans: Span[] = []
  let at = 0
  let tone: Span['tone'] = 'runnable'
  for (const i of own) {
    const span = runningSpan(slices, i)
    if (span.from > at) spans.push({ from: at, to: span.from, task, tone })
    spans.push(span)
    at = span.to
    tone = TIMELINE_ENDS[slices.end[i] ?? 0] === 'waits' ? 'blocked' : 'runnable'
  }
  return { label, spans: spansOf(spans) }
}
