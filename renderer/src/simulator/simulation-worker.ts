import { simulate } from '../../../model/scheduler/simulate.ts'
import type { Schedule } from '../../../model/scheduler/schedule.ts'
import { coreLanes, taskLanes } from '../timeline/lanes-of-schedule.ts'
import type { TimelineLane } from '../timeline/timeline.ts'
import { apart, together } from './regroup.ts'
import { MOST_DECISIONS, MOST_SLICES, type SimulationAnswer, type SimulationRequest } from './simulation.ts'

type Request<Ask extends SimulationRequest['ask']> = Extract<SimulationRequest, { ask: Ask }>

/** Beyond this many slices, the contrast of threads and processes is left out, and small timelines are. */
const MANY_SLICES = 200_000
const MOST_SMALL = 20_000

self.onmessage = ({ data }: MessageEvent<SimulationRequest>) => {
  try {
    if (data.ask === 'simulate') answer(simulateOne(data))
    else compareAll(data)
  } catch (error) {
    answer({
      kind: 'failed',
      sentence: `The simulation failed: ${error instanceof Error ? error.message : String(error)}`,
    })
  }
}

function simulateOne({ workload, machine, policy }: Request<'simulate'>): SimulationAnswer {
  const startedAt = performance.now()
  const schedule = simulate(workload, machine, policy, { mostSlices: MOST_SLICES, decisions: MOST_DECISIONS })
  const metricsOf = (grouped: typeof workload): Schedule['metrics'] =>
    simulate(grouped, machine, policy, { mostSlices: MANY_SLICES * 2 }).metrics
  const contrast =
    schedule.slices.count <= MANY_SLICES && workload.tasks.length > 1
      ? { together: metricsOf(together(workload)), apart: metricsOf(apart(workload)) }
      : null
  return {
    kind: 'simulated',
    simulation: {
      schedule,
      cores: coreLanes(schedule),
      tasks: taskLanes(schedule, workload.tasks),
      contrast,
      milliseconds: performance.now() - startedAt,
    },
  }
}

/** Policies are reported one by one, so that the table fills while the slower ones are at work. */
function compareAll({ workload, machine, policies }: Request<'compare'>): void {
  policies.forEach((policy, place) => {
    const schedule = simulate(workload, machine, policy, { mostSlices: MOST_SLICES })
    const { metrics, ended } = schedule
    const cores = schedule.slices.count <= MOST_SMALL ? coreLanes(schedule) : []
    answer({
      kind: 'compared',
      policy: { policy: policy.id, metrics, ended, cores },
      last: place === policies.length - 1,
    })
  })
}

/** Large arrays are handed over, not copied. */
function answer(message: SimulationAnswer): void {
  const lanes: readonly TimelineLane[] =
    message.kind === 'simulated'
      ? [...message.simulation.cores, ...message.simulation.tasks]
      : message.kind === 'compared'
        ? message.policy.cores
        : []
  const transfer = lanes.flatMap(({ spans }) => [
    spans.from.buffer,
    spans.to.buffer,
    spans.task.buffer,
    spans.tone.buffer,
  ])
  self.postMessage(message, { transfer })
}
