import type { Prediction } from '../../../contract/prediction.ts'
import type { Condition, Interval } from '../../../contract/series.ts'
import { predictForkCost, pageTablePages, type ForkCost } from '../../../model/fork-cost.ts'
import { expandedPercentileInterval } from '../../statistics/expanded-percentile.ts'
import { median, sortSamples } from '../../statistics/quantile.ts'
import { seededRandom, type Random } from '../../statistics/random.ts'
import { theilSen } from '../../statistics/theil-sen.ts'

/** `fork` measured at one parent size, before the run proper. */
export interface CalibrationPoint {
  parentMiB: number
  /** Nanoseconds from the call to the reaped child, one block a round. */
  blocks: readonly number[][]
  overhead: number
}

const RESAMPLES = 1000
const CONFIDENCE = 0.95
/** Calibration needs two different sizes to have a slope. */
export const FEWEST_SIZES = 2

/**
 * Predicts the median cost of `fork` for a parent size that was not among the points: Theil–Sen line through the
 * medians of the other sizes; its interval is what the line gives over bootstrap resamples of their rounds. That covers
 * the scatter of the samples, not an error of the model itself.
 *
 * @throws RangeError for fewer than two different sizes, or if a point has the size to be predicted
 */
export function predictFork(
  points: readonly CalibrationPoint[],
  target: { parentMiB: number; condition: Condition },
  seed: number,
): Prediction {
  if (points.some(({ parentMiB }) => parentMiB === target.parentMiB)) {
    throw new RangeError('a fit must not see the configuration that it predicts')
  }
  const random = seededRandom(seed)
  const best = fit(points, (blocks) => blocks)
  const resampled = Array.from({ length: RESAMPLES }, () => fit(points, (blocks) => redraw(blocks, random)))
  const rounds = Math.min(...points.map(({ blocks }) => blocks.length))
  const interval = (figure: (cost: ForkCost) => number): Interval =>
    expandedPercentileInterval(figure(best), Float64Array.from(resampled, figure), rounds, CONFIDENCE)
  const predict = (cost: ForkCost): number => predictForkCost(cost, target.parentMiB)
  return {
    of: { id: 'fork', part: 'joined', condition: target.condition },
    unit: 'ns',
    value: predict(best),
    interval: interval(predict),
    madeAt: new Date().toISOString(),
    model: {
      form: 'a + b × page-table pages',
      constants: {
        a: { value: best.fixed, interval: interval(({ fixed }) => fixed), unit: 'ns' },
        b: {
          value: best.perPageTablePage,
          interval: interval((cost) => cost.perPageTablePage),
          unit: 'ns per page-table page',
        },
      },
      variable: 'page-table pages of the touched memory',
      at: pageTablePages(target.parentMiB),
      fittedOn: points.map(({ parentMiB, blocks, overhead }) => ({
        condition: { ...target.condition, parentMiB },
        x: pageTablePages(parentMiB),
        y: median(sortSamples(blocks.flat())) - overhead,
      })),
    },
    score: null,
  }
}

function fit(
  points: readonly CalibrationPoint[],
  draw: (blocks: readonly number[][]) => readonly number[][],
): ForkCost {
  const line = theilSen(
    points.map(({ parentMiB, blocks, overhead }) => ({
      x: pageTablePages(parentMiB),
      y: median(sortSamples(draw(blocks).flat())) - overhead,
    })),
  )
  return { fixed: line.intercept, perPageTablePage: line.slope }
}

function redraw(blocks: readonly number[][], random: Random): number[][] {
  return blocks.map(() => blocks[Math.floor(random() * blocks.length)] ?? [])
}
