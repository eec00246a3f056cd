import type { Prediction } from '../../contract/prediction.ts'
import type { Condition, Interval, SeriesIdentity, Unit } from '../../contract/series.ts'
import { costAt, type Line } from '../../model/line.ts'
import { seededRandom, type Random } from '../../model/random.ts'
import type { Recording } from '../procedure/recording.ts'
import { expandedPercentileInterval } from '../statistics/expanded-percentile.ts'
import { median, sortSamples } from '../statistics/quantile.ts'
import { theilSen } from '../statistics/theil-sen.ts'

/** One configuration that a line is fitted on, measured before the run proper. */
export interface LinePoint {
  condition: Condition
  x: number
  /** Samples of each round, the overhead not subtracted. */
  blocks: readonly number[][]
  overhead: number
}

/** A line in words: `fixed` and `perUnit` are its constants a and b, `variable` is x. */
export interface LineWords {
  form: string
  variable: string
  fixed: { name: string; unit: string }
  perUnit: { name: string; unit: string }
}

const RESAMPLES = 1000
const CONFIDENCE = 0.95
/** A slope needs two different places. */
export const FEWEST_PLACES = 2

/** The point that a recording of a calibration gives. */
export function linePoint(recording: Recording, x: number): LinePoint {
  const { condition, whole } = recording.subject
  return { condition, x, blocks: recording.blocks(whole), overhead: recording.overhead(whole) }
}

/**
 * Predicts the median of a series at an x that was not among the points: Theil–Sen line through the medians of the
 * others; its interval is what the line gives over bootstrap resamples of their rounds. That covers the scatter of the
 * samples, not an error of the model itself.
 *
 * @throws RangeError for fewer than two different x, or if a point has the x to be predicted
 */
export function predictFromLine(
  points: readonly LinePoint[],
  target: { of: SeriesIdentity; x: number; unit: Unit },
  words: LineWords,
  seed: number,
): Prediction {
  if (points.some(({ x }) => x === target.x)) {
    throw new RangeError('a fit must not see the configuration that it predicts')
  }
  const random = seededRandom(seed)
  const best = fit(points, (blocks) => blocks)
  const resampled = Array.from({ length: RESAMPLES }, () => fit(points, (blocks) => redraw(blocks, random)))
  const rounds = Math.min(...points.map(({ blocks }) => blocks.length))
  const interval = (figure: (line: Line) => number): Interval =>
    expandedPercentileInterval(figure(best), Float64Array.from(resampled, figure), rounds, CONFIDENCE)
  const predict = (line: Line): number => costAt(line, target.x)
  return {
    of: target.of,
    unit: target.unit,
    value: predict(best),
    interval: interval(predict),
    madeAt: new Date().toISOString(),
    model: {
      form: words.form,
      constants: {
        [words.fixed.name]: { value: best.fixed, interval: interval(({ fixed }) => fixed), unit: words.fixed.unit },
        [words.perUnit.name]: {
          value: best.perUnit,
          interval: interval(({ perUnit }) => perUnit),
          unit: words.perUnit.unit,
        },
      },
      variable: words.variable,
      at: target.x,
      fittedOn: points.map(({ condition, x, blocks, overhead }) => ({
        condition,
        x,
        y: median(sortSamples(blocks.flat())) - overhead,
      })),
    },
    score: null,
  }
}

function fit(points: readonly LinePoint[], draw: (blocks: readonly number[][]) => readonly number[][]): Line {
  const line = theilSen(
    points.map(({ x, blocks, overhead }) => ({ x, y: median(sortSamples(draw(blocks).flat())) - overhead })),
  )
  return { fixed: line.intercept, perUnit: line.slope }
}

function redraw(blocks: readonly number[][], random: Random): number[][] {
  return blocks.map(() => blocks[Math.floor(random() * blocks.length)] ?? [])
}
