import type { Timeline } from '../../../../contract/timeline.ts'
import { FREE } from '../../../../model/scheduler/costs.ts'
import { parseWorkload } from '../../../../model/scheduler/parse-workload.ts'
import { planForReal, type RealTask } from '../../../../model/scheduler/real-plan.ts'
import type { Schedule } from '../../../../model/scheduler/schedule.ts'
import { simulate } from '../../../../model/scheduler/simulate.ts'
import type { Workload } from '../../../../model/scheduler/workload.ts'
import type { ShownRun } from '../../measuring/shown-run.ts'
import { coreLanes, taskLanes } from '../../timeline/lanes-of-schedule.ts'
import { TIMELINE_SOURCE_WORDS } from '../../../../contract/timeline-words.ts'
import { traceOfTimeline } from '../../../../contract/timeline-trace.ts'
import type { TracePart } from '../../../../contract/trace-events.ts'
import { traceOfSchedule } from '../../../../model/scheduler/schedule-trace.ts'
import type { TimelineData, TimelineSection } from '../../timeline/timeline.ts'
import { measuredCoreLanes, measuredTaskLanes } from './measured-lanes.ts'

/** The axis ends at a whole tenth of a millisecond. */
const AXIS_STEP = 1e5

/** What a run was about, and what the model makes of it. */
export interface Comparison {
  workload: Workload
  tasks: readonly RealTask[]
  /** The machine's numbers of the cores, in the order in which the simulated machine has them. */
  cores: readonly number[]
  /** Null where the run has no prediction. */
  schedule: Schedule | null
}

export const LANES = ['both', 'cores', 'threads'] as const
export type Lanes = (typeof LANES)[number]

/** Reads a complete run; null for one that does not say enough, such as one that is still going on. */
export function comparisonOf({
  parameters,
  observations,
}: Pick<ShownRun, 'parameters' | 'observations'>): Comparison | null {
  const parsed = parseWorkload(String(parameters?.['workload'] ?? ''))
  const cores = coresIn(observations)
  if (!parsed.ok || cores.length === 0) return null
  const plan = planForReal(parsed.workload, cores.length)
  if (!plan.ok) return null
  const { workload } = parsed
  return { workload, tasks: plan.tasks, cores, schedule: schedule(workload, cores.length, observations) }
}

function coresIn(observations: ShownRun['observations']): number[] {
  const cores = observations.find(({ name }) => name === 'cores')?.facts['cores']
  return typeof cores === 'string' ? cores.split(', ').map(Number) : []
}

/** The simulation that stands for all that the prediction was made of: with whole slices, and arrivals in the order of the text. */
function schedule(workload: Workload, cores: number, observations: ShownRun['observations']): Schedule | null {
  const facts = observations.find(({ name }) => name === 'prediction-basis')?.facts
  if (!facts) return null
  const switchCost = Number(facts['switchNs'] ?? 0)
  const costs = { ...FREE, switchWithinProcess: switchCost, switchBetweenProcesses: switchCost }
  const settings = { slice: Number(facts['sliceNs']) }
  return simulate(workload, { cores, queues: 'per-core', costs }, { id: 'eevdf', settings, seed: 0 })
}

/** The simulated lanes above the measured ones, on one axis. */
export function timelineData(
  { workload, tasks, cores, schedule: simulated }: Comparison,
  timeline: Timeline | null,
  lanes: Lanes,
): TimelineData {
  const sections: TimelineSection[] = []
  const process = workload.processes.length
  if (simulated) {
    const ofCores = coreLanes(simulated).map((lane, i) => ({ ...lane, label: `core ${cores[i] ?? i}` }))
    if (lanes !== 'threads') sections.push({ source: 'SIMULATED', title: 'Cores', lanes: ofCores })
    if (lanes !== 'cores')
      sections.push({ source: 'SIMULATED', title: 'Threads', lanes: taskLanes(simulated, workload.tasks) })
  }
  if (timeline) {
    const { label: how } = TIMELINE_SOURCE_WORDS[timeline.source]
    if (lanes !== 'threads')
      sections.push({ source: 'MEASURED', how, title: 'Cores', lanes: measuredCoreLanes(timeline, cores) })
    if (lanes !== 'cores')
      sections.push({ source: 'MEASURED', how, title: 'Threads', lanes: measuredTaskLanes(timeline, tasks, process) })
  }
  const measuredEnd = timeline?.slices.to.reduce((latest, to) => Math.max(latest, to), 0) ?? 0
  return {
    sections,
    tasks: workload.tasks.map(({ name, process: own }) => ({ name, process: own })),
    // As real threads all of them belong to the process of the probe.
    processes: [...workload.processes.map(({ name }) => name), 'process'],
    end: Math.ceil(Math.max(1, simulated?.metrics.end ?? 0, measuredEnd) / AXIS_STEP) * AXIS_STEP,
  }
}

/** Simulated and measured as parts of one trace. */
export function traceParts({ schedule, workload }: Comparison, timeline: Timeline | null): TracePart[] {
  const processes = workload.processes.map(({ name }) => name)
  return [...(schedule ? [traceOfSchedule(schedule, processes)] : []), ...(timeline ? [traceOfTimeline(timeline)] : [])]
}
