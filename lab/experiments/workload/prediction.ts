import type { ModelConstant } from '../../../contract/cost-model.ts'
import type { Prediction } from '../../../contract/prediction.ts'
import type { Observation } from '../../../contract/run.ts'
import type { Interval, SeriesIdentity } from '../../../contract/series.ts'
import { costsFrom } from '../../../model/constants/simulator-costs.ts'
import { seededRandom } from '../../../model/random.ts'
import { FREE } from '../../../model/scheduler/costs.ts'
import type { Costs, TaskMetrics } from '../../../model/scheduler/schedule.ts'
import { simulate } from '../../../model/scheduler/simulate.ts'
import type { Workload } from '../../../model/scheduler/workload.ts'
import { quantile, sortSamples, type SortedSamples } from '../../statistics/quantile.ts'
import type { LinuxSlice } from './linux-slice.ts'
import { PARTS, taskSeries, type PartId } from './series.ts'

/** Threads that arrive together come in an order that nobody has laid down. */
const ORDER_NS = 1000
const MOST_SIMULATIONS = 200
const FEWEST_SIMULATIONS = 20
/** All simulations together may have about this many slices: a prediction must not take longer than what it predicts. */
const SLICES_IN_ALL = 400_000

export interface Predicted {
  predictions: Prediction[]
  /** What the simulated timeline is drawn with. */
  basis: Observation
}

/**
 * What the model says of every thread, before any of them has run: many simulations that differ in what the workload
 * leaves open, which is the order of arrivals at the same time, and how much of the first slices the tick lets pass. The
 * value is their median, the interval holds 95 % of them.
 */
export function predictWorkload(
  workload: Workload,
  cores: number,
  slice: LinuxSlice,
  constants: readonly ModelConstant[],
  seed: number,
): Predicted {
  const costs = measuredCosts(constants)
  const random = seededRandom(seed)
  const run = (): readonly TaskMetrics[] => simulateOnce(workload, cores, drawSlice(slice, random()), costs, random)
  const steady = steadySlice(slice)
  const { slices } = simulate(workload, { cores, queues: 'per-core', costs }, policy(steady))
  const wanted = Math.floor(SLICES_IN_ALL / Math.max(1, slices.count))
  const count = Math.max(FEWEST_SIMULATIONS, Math.min(MOST_SIMULATIONS, wanted))
  const simulations = Array.from({ length: count }, run)
  const madeAt = new Date().toISOString()
  const predictions = workload.tasks.flatMap(({ name }, task) =>
    PARTS.map(({ id }) => {
      const values = sortSamples(simulations.map((tasks) => figureOf(tasks[task], id)))
      return predictionOf(taskSeries(name, id), values, madeAt, slice, count, cores)
    }),
  )
  const facts = {
    policy: 'eevdf',
    baseSliceNs: slice.baseNs,
    ...(slice.tickNs === null ? {} : { tickNs: slice.tickNs }),
    sliceNs: steady,
    sliceFrom: slice.source,
    simulations: count,
    switchNs: costs.switchWithinProcess,
  }
  return { predictions, basis: { name: 'prediction-basis', facts } }
}

const policy = (slice: number): Parameters<typeof simulate>[2] => ({ id: 'eevdf', settings: { slice }, seed: 0 })

function simulateOnce(
  workload: Workload,
  cores: number,
  slice: number,
  costs: Costs,
  random: () => number,
): readonly TaskMetrics[] {
  const shifts = workload.tasks.map(() => Math.floor(random() * ORDER_NS))
  const tasks = workload.tasks.map((task, i) => ({ ...task, arrival: (task.arrival ?? 0) + (shifts[i] ?? 0) }))
  return simulate({ ...workload, tasks }, { cores, queues: 'per-core', costs }, policy(slice)).tasks
}

/** A slice is found to be used up at the next tick; how far away that is, nobody knows beforehand. */
function drawSlice({ baseNs, tickNs }: LinuxSlice, share: number): number {
  return Math.round(baseNs + share * (tickNs ?? 0))
}

/** Once a slice has begun at a tick, it lasts a whole number of them. */
function steadySlice({ baseNs, tickNs }: LinuxSlice): number {
  return tickNs === null ? baseNs : Math.ceil(baseNs / tickNs) * tickNs
}

/**
 * Of what was measured on this machine, a switch between threads: they are all of one process here, whatever the workload
 * says, start before the run and touch no memory. A figure of another machine would only look like knowledge.
 */
function measuredCosts(constants: readonly ModelConstant[]): Costs {
  const { switchWithinProcess } = costsFrom(constants.filter(({ origin }) => origin.kind === 'measured')).costs
  return { ...FREE, switchWithinProcess, switchBetweenProcesses: switchWithinProcess }
}

/** In whole microseconds: what is below comes of drawing the order of arrivals. */
function figureOf(task: TaskMetrics | undefined, part: PartId): number {
  return Math.floor((task?.[part] ?? 0) / ORDER_NS) * ORDER_NS
}

function predictionOf(
  of: SeriesIdentity,
  values: SortedSamples,
  madeAt: string,
  { baseNs, tickNs }: LinuxSlice,
  simulations: number,
  cores: number,
): Prediction {
  const interval: Interval = [quantile(values, 0.025), quantile(values, 0.975)]
  const exactly = (value: number, unit: string): Prediction['model']['constants'][string] => ({
    value,
    interval: [value, value],
    unit,
  })
  return {
    of,
    unit: 'ns',
    value: quantile(values, 0.5),
    interval,
    madeAt,
    model: {
      form: 'simulation of the workload under earliest eligible virtual deadline first',
      constants: {
        'base slice': exactly(baseNs, 'ns'),
        ...(tickNs === null ? {} : { tick: exactly(tickNs, 'ns') }),
      },
      variable: 'the number of cores',
      at: cores,
      simulations,
      fittedOn: [],
    },
    score: null,
  }
}
