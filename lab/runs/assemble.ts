import type { Outcome } from '../../contract/outcome.ts'
import type { Prediction } from '../../contract/prediction.ts'
import { seriesKey } from '../../contract/series-key.ts'
import type { Ratio, Series, SeriesIdentity, SeriesView, Shape, Unit } from '../../contract/series.ts'
import type { Comparison } from '../experiments/experiment.ts'
import type { Recording } from '../procedure/recording.ts'
import { ratioInterval } from '../statistics/bootstrap.ts'
import { mannWhitney } from '../statistics/mann-whitney.ts'
import { median, sortSamples } from '../statistics/quantile.ts'
import { ecdfPoints, logDensity } from '../statistics/shape.ts'
import { summarise } from '../statistics/summary.ts'

/** A part of an operation, and what its figures are counted in. */
interface MeasuredPart {
  id: string
  unit: Unit
}

/**
 * The series of one part of what was recorded, raw samples and summary together. Of one that failed the samples are kept
 * and the figures withheld: nobody knows what went wrong in it before it showed.
 */
export function assembleSeries(
  recording: Recording,
  { id: part, unit }: MeasuredPart,
  seed: number,
  resamples?: number,
): Series {
  const { subject } = recording
  const blocks = recording.blocks(part)
  return {
    id: subject.id,
    part,
    condition: subject.condition,
    unit,
    batch: subject.batch,
    outcome: outcomeOf(recording),
    samples: blocks.flat(),
    blocks: blocks.map(({ length }) => length),
    summary: recording.failure
      ? null
      : summarise(blocks, {
          seed,
          overhead: recording.overhead(part),
          ...(resamples === undefined ? {} : { resamples }),
        }),
  }
}

function outcomeOf(recording: Recording): Outcome {
  if (recording.failure) return { status: 'failed', ...recording.failure }
  if (recording.samples > 0) return { status: 'measured' }
  if (recording.stop) {
    const { call, errno, message } = recording.stop
    return {
      status: 'failed',
      error: `${call} failed with ${errno} (${message}) before the first sample.`,
      advice: 'Raise the limit that it names or end other programs.',
    }
  }
  return { status: 'skipped', reason: 'the time budget was spent before its turn came' }
}

/** A series that was not measured. */
export function absentSeries(identity: SeriesIdentity, unit: Unit, outcome: Outcome): Series {
  return { ...identity, unit, batch: 1, outcome, samples: [], blocks: [], summary: null }
}

/** What hosts show of a series: its shape, with the overhead subtracted, in place of its samples. */
export function viewSeries({ samples, blocks: _, ...series }: Series): SeriesView {
  return { ...series, shape: series.summary ? shapeOf(samples, series.summary.overhead) : null }
}

function shapeOf(samples: readonly number[], overhead: number): Shape {
  const sorted = sortSamples(samples.map((value) => value - overhead))
  return { ecdf: ecdfPoints(sorted), density: logDensity(sorted) }
}

/** Puts pairs of series into proportion; pairs of which one was not measured are left out. */
export function assembleRatios(
  series: readonly Series[],
  comparisons: readonly Comparison[],
  seed: number,
  resamples = 1000,
): Ratio[] {
  const measured = new Map(series.filter(({ summary }) => summary !== null).map((one) => [seriesKey(one), one]))
  return comparisons.flatMap(({ of, to }) => {
    const numerator = measured.get(seriesKey(of))
    const denominator = measured.get(seriesKey(to))
    return numerator && denominator ? compare(numerator, denominator, seed, resamples) : []
  })
}

function compare(numerator: Series, denominator: Series, seed: number, resamples: number): Ratio[] {
  const above = correctedBlocks(numerator)
  const below = correctedBlocks(denominator)
  const divisors = below.filter((_, round) => (above[round]?.length ?? 0) > 0).flat()
  // What costs no more than the harness itself is no measure for anything else.
  if (divisors.length === 0 || median(sortSamples(divisors)) <= 0) return []
  const { ratio, interval, rounds } = ratioInterval(above, below, { seed, resamples })
  if (![ratio, ...interval].every(Number.isFinite)) return []
  return [
    {
      of: identityOf(numerator),
      to: identityOf(denominator),
      ratio,
      interval,
      p: mannWhitney(roundMedians(above), roundMedians(below)).p,
      rounds,
      verdict: interval[0] <= 1 && interval[1] >= 1 ? 'no-difference-shown' : 'differs',
    },
  ]
}

/** One figure a round: samples inside a round are not independent, and a test that takes them for it finds too much. */
function roundMedians(blocks: readonly number[][]): number[] {
  return blocks.filter(({ length }) => length > 0).map((block) => median(sortSamples(block)))
}

/** The samples round by round, with the overhead subtracted. */
function correctedBlocks({ samples, blocks, summary }: Series): number[][] {
  const overhead = summary?.overhead ?? 0
  let start = 0
  return blocks.map((length) => {
    const block = samples.slice(start, start + length).map((value) => value - overhead)
    start += length
    return block
  })
}

const identityOf = ({ id, part, condition }: SeriesIdentity): SeriesIdentity => ({ id, part, condition })

/** Puts what was measured beside each prediction. */
export function scorePredictions(predictions: readonly Prediction[], series: readonly Series[]): Prediction[] {
  return predictions.map((prediction) => {
    const summary = series.find((one) => seriesKey(one) === seriesKey(prediction.of))?.summary
    if (!summary) return prediction
    const { median: measured, interval } = summary
    const [low, high] = prediction.interval
    const relativeError = measured === prediction.value ? 0 : measured / prediction.value - 1
    // No share of a predicted 0 says how far off it was.
    if (!Number.isFinite(relativeError)) return prediction
    const score = {
      measured,
      interval,
      relativeError,
      inside: interval[1] >= low && interval[0] <= high,
    }
    return { ...prediction, score }
  })
}
