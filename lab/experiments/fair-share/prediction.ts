import type { ModelConstant } from '../../../contract/cost-model.ts'
import type { Prediction } from '../../../contract/prediction.ts'
import type { Observation } from '../../../contract/run.ts'
import type { Interval } from '../../../contract/series.ts'
import { seededRandom } from '../../../model/random.ts'
import { contestWorkload, gotWithin, sharesByWeight, type Got } from '../../../model/scheduler/contest.ts'
import { weightOf } from '../../../model/scheduler/policies/nice-weights.ts'
import type { Costs } from '../../../model/scheduler/schedule.ts'
import { simulate } from '../../../model/scheduler/simulate.ts'
import { quantile, sortSamples, type SortedSamples } from '../../statistics/quantile.ts'
import { drawSlice, steadySlice, type LinuxSlice } from '../workload/linux-slice.ts'
import { measuredCosts, simulationsFor } from '../workload/simulation-basis.ts'
import type { Contest } from './parameters.ts'
import { contestants, PARTS, threadSeries, WHOLE_NS, type PartId } from './series.ts'

/** Threads that arrive together come in an order that nobody has laid down. */
const ORDER_NS = 1000

export interface Predicted {
  predictions: Prediction[]
  /** What the simulated timeline is drawn with. */
  basis: Observation
}

/**
 * What the model says of every thread before any of them has run. What it gets follows from the weights alone, and the
 * value is that; how far a period of this length may be from it is what 95 % of the simulations keep to, which differ in the
 * order of the threads and in how much of a slice the tick lets pass. The length of a turn only a simulation says: the one
 * whose slices begin and end at ticks, as they do once a thread was taken off its core at one.
 */
export function predictContest(
  contest: Contest,
  slice: LinuxSlice,
  constants: readonly ModelConstant[],
  seed: number,
): Predicted {
  const { nice, periodNs } = contest
  const costs = measuredCosts(constants)
  const random = seededRandom(seed)
  const steady = steadySlice(slice)
  // All threads together have as many slices as fit into the period, and as many switches at most.
  const count = simulationsFor((2 * nice.length * periodNs) / steady)
  const simulations = Array.from({ length: count }, () =>
    simulateOnce(contest, drawSlice(slice, random()), costs, random),
  )
  const regular = simulateOnce(contest, steady, costs, () => 0)
  const shares = sharesByWeight(nice)
  const all = nice.reduce((sum, value) => sum + weightOf(value), 0)
  const madeAt = new Date().toISOString()
  const predictions = contestants(nice).flatMap((thread, index) =>
    PARTS.flatMap(({ id }): Prediction[] => {
      const figures = simulations.flatMap((got) => figureOf(got, index, id, periodNs))
      if (figures.length === 0) return []
      const values = sortSamples(figures)
      const value =
        byWeight(id, shares[index] ?? 0, periodNs) ?? figureOf(regular, index, id, periodNs)[0] ?? quantile(values, 0.5)
      return [
        {
          of: threadSeries(thread, id),
          unit: 'ns',
          value,
          interval: around(value, values),
          madeAt,
          model: {
            form: FORMS[id],
            constants: {
              weight: exactly(weightOf(thread.nice), 'of load'),
              'all weights': exactly(all, 'of load'),
              'base slice': exactly(slice.baseNs, 'ns'),
              ...(slice.tickNs === null ? {} : { tick: exactly(slice.tickNs, 'ns') }),
            },
            variable: 'the nice value',
            at: thread.nice,
            simulations: count,
            fittedOn: [],
          },
          score: null,
        },
      ]
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

const FORMS: Readonly<Record<PartId, string>> = {
  cpu: 'period × weight / all weights',
  share: 'weight / all weights',
  delay: 'period × (1 − weight / all weights)',
  turn: 'simulation of the contest under earliest eligible virtual deadline first',
}

function byWeight(part: PartId, share: number, periodNs: number): number | null {
  switch (part) {
    case 'cpu':
      return share * periodNs
    case 'share':
      return share * WHOLE_NS
    case 'delay':
      return (1 - share) * periodNs
    case 'turn':
      return null
  }
}

function simulateOnce({ nice, periodNs }: Contest, slice: number, costs: Costs, random: () => number): Got[] {
  const workload = contestWorkload(nice, periodNs)
  const tasks = workload.tasks.map((task) => ({ ...task, arrival: Math.floor(random() * ORDER_NS) }))
  const policy = { id: 'eevdf', settings: { slice }, seed: 0 } as const
  const { slices } = simulate({ ...workload, tasks }, { cores: 1, queues: 'per-core', costs }, policy)
  return gotWithin(slices, nice.length, periodNs)
}

/** A thread without a turn within the period has no length of one. */
function figureOf(got: readonly Got[], index: number, part: PartId, periodNs: number): number[] {
  const { computed, turns } = got[index] ?? { computed: 0, turns: 0 }
  const all = got.reduce((sum, one) => sum + one.computed, 0)
  switch (part) {
    case 'cpu':
      return [computed]
    case 'share':
      return [(computed / all) * WHOLE_NS]
    case 'delay':
      return [periodNs - computed]
    case 'turn':
      return turns > 0 ? [computed / turns] : []
  }
}

function around(value: number, values: SortedSamples): Interval {
  return [Math.min(value, quantile(values, 0.025)), Math.max(value, quantile(values, 0.975))]
}

const exactly = (value: number, unit: string): Prediction['model']['constants'][string] => ({
  value,
  interval: [value, value],
  unit,
})
