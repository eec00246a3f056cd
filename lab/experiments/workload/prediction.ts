import type { ModelConstant } from '../../../contract/cost-model.ts'
import type { Prediction } from '../../../contract/prediction.ts'
import type { Observation } from '../../../contract/run.ts'
import type { Interval, SeriesIdentity } from '../../../contract/series.ts'
import { seededRandom } from '../../../model/random.ts'
import type { Costs, TaskMetrics } from '../../../model/scheduler/schedule.ts'
import { simulate } from '../../../model/scheduler/simulate.ts'
import type { Workload } from '../../../model/scheduler/workload.ts'
import { quantile, sortSamples, type SortedSamples } from '../../statistics/quantile.ts'
import { drawSlice, steadySlice, type LinuxSlice } from './linux-slice.ts'
import { measuredCosts, simulationsFor } from './simulation-basis.ts'
import { PARTS, taskSeries, type PartId } from './series.ts'

/** Threads that arrive together come in an order that nobody has laid down. */
const ORDER_NS = 1000

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
  const count = simulationsFor(slices.count)
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
