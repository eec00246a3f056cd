import type { Prediction } from '../../../contract/prediction.ts'
import type { Interval } from '../../../contract/series.ts'
import { bandwidthOf } from '../../../model/message-cost.ts'
import { FEWEST_PLACES, linePoint, predictFromLine, type LineWords } from '../line-prediction.ts'
import { measureForCalibration } from '../../procedure/calibrate.ts'
import { ProbeFailure } from '../../probes/probe.ts'
import type { Recording } from '../../procedure/recording.ts'
import type { Subject } from '../../procedure/subject.ts'
import { NATIVE_MECHANISMS } from './series.ts'

const ROUNDS = 8
const SAMPLES = 2
/** Between sizes that are smaller than this, what bytes cost drowns in what a message costs. */
const LEAST_BYTES = 4096

const WORDS: LineWords = {
  form: 'a + bytes / bandwidth',
  variable: 'bytes of a message',
  fixed: { name: 'a', unit: 'ns' },
  perUnit: { name: 'b', unit: 'ns per byte' },
}

export interface Predicted {
  predictions: Prediction[]
  /** Why there are none. */
  reason: string | null
}

/** One size between others, and those that a line for it is fitted on. */
export interface Interpolation {
  target: number
  fitted: number[]
}

/**
 * The largest size that has a larger one is predicted, from the smallest and all others that are large enough for bytes to
 * matter; null where there are fewer than three. A line through smaller sizes alone would promise what lies beyond them.
 */
export function interpolation(sizes: readonly number[]): Interpolation | null {
  const sorted = [...sizes].sort((a, b) => a - b)
  const target = sorted.at(-2)
  if (target === undefined || target === sorted[0]) return null
  return { target, fitted: sorted.filter((bytes, i) => bytes !== target && (i === 0 || bytes >= LEAST_BYTES)) }
}

/**
 * Measures native mechanisms that copy at all sizes but one, before any sample of the run is taken, and predicts the latency
 * of each at that one. These samples are used for nothing else.
 */
export async function predictMessages(
  subjects: readonly Subject[],
  seed: number,
  signal: AbortSignal,
): Promise<Predicted> {
  const plans = NATIVE_MECHANISMS.filter(({ copies }) => copies).flatMap(({ id }) => {
    const own = subjects.filter((one) => one.id === id)
    const sizes = interpolation(own.map(bytesOf))
    const target = own.find((one) => bytesOf(one) === sizes?.target)
    return target ? [{ target, fitted: own.filter((one) => sizes?.fitted.includes(bytesOf(one))) }] : []
  })
  const possible = plans.filter(({ fitted }) => fitted.length >= FEWEST_PLACES)
  if (possible.length === 0) {
    return { predictions: [], reason: 'a prediction needs a native mechanism that copies, at three sizes or more' }
  }
  try {
    const recordings = await measureForCalibration(
      possible.flatMap(({ fitted }) => fitted),
      { rounds: ROUNDS, samples: SAMPLES, seed, signal },
    )
    const predictions = possible.map(({ target }) => predict(target, recordings, seed))
    return { predictions: predictions.map(withBandwidth), reason: null }
  } catch (error) {
    if (error instanceof ProbeFailure) return { predictions: [], reason: `the calibration failed: ${error.message}` }
    throw error
  }
}

function predict(target: Subject, recordings: readonly Recording[], seed: number): Prediction {
  const { id, whole: part, condition } = target
  const points = recordings
    .filter(({ subject }) => subject.id === id)
    .map((recording) => linePoint(recording, bytesOf(recording.subject)))
  const of = { id, part, condition }
  return predictFromLine(points, { of, x: bytesOf(target), unit: 'ns' }, WORDS, seed)
}

/** The same prediction with its slope told as a bandwidth, where the slope is known to be one. */
export function withBandwidth(prediction: Prediction): Prediction {
  const { a, b } = prediction.model.constants
  if (!a || !b) return prediction
  const [low, high] = b.interval
  const value = bandwidthOf(1, b.value)
  if (low <= 0 || b.value <= 0) return prediction
  const bandwidth = { value, interval: [bandwidthOf(1, high), bandwidthOf(1, low)] satisfies Interval, unit: 'B/s' }
  return { ...prediction, model: { ...prediction.model, constants: { a, bandwidth } } }
}

const bytesOf = ({ condition }: Pick<Subject, 'condition'>): number => Number(condition['bytes'])
