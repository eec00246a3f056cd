import type { Prediction } from '../../../contract/prediction.ts'
import { ProbeFailure } from '../../probes/probe.ts'
import { measureForCalibration } from '../../procedure/calibrate.ts'
import { ProbeSubject } from '../../procedure/probe-subject.ts'
import { linePoint, predictFromLine, type LinePoint, type LineWords } from '../line-prediction.ts'
import type { OpenedProbe } from '../probe-measurement.ts'
import { idleContradiction } from './conditions.ts'
import { MEMORY_PARTS } from './series.ts'

const ROUNDS = 4
/** The probe offers each series with these shares of its units too, under the same parent. */
const DIVISORS = [10, 4, 2]
/** Below this the shares are no different places. */
export const FEWEST_UNITS = 20

export const BASE = 'base'
export const PER_UNIT = 'per unit'

const WORDS: LineWords = {
  form: '(base + N × per unit) ÷ N',
  variable: 'the number N of idle units; fitted on what all of them take together',
  fixed: { name: BASE, unit: 'B' },
  perUnit: { name: PER_UNIT, unit: 'B per unit' },
}

/** A prediction for each series, or why there are none. */
export type Predicted = { predictions: Prediction[]; reason: string | null }

/**
 * Measures smaller numbers of idle units under the parents that the run will use, fits what they take together by a line
 * and predicts what one of the run's number takes, before any sample of the run. The calibration's samples are used for
 * nothing else.
 */
export async function predictUnits(
  opened: readonly OpenedProbe[],
  seed: number,
  signal: AbortSignal,
): Promise<Predicted> {
  const targets = opened.flatMap(({ probe, subjects }) =>
    subjects.filter(({ condition }) => isPredicted(condition, opened)).map((subject) => ({ probe, subject })),
  )
  if (targets.some(({ subject }) => subject.batch < FEWEST_UNITS)) {
    return { predictions: [], reason: `a prediction needs ${FEWEST_UNITS} units at once or more` }
  }
  const predictions: Prediction[] = []
  try {
    for (const { probe, subject } of targets) {
      const smaller = DIVISORS.map((divisor) => smallerSubject(probe, subject, divisor))
      const recordings = await measureForCalibration(smaller, { rounds: ROUNDS, samples: 1, seed, signal })
      const points = recordings.map((recording) => together(linePoint(recording, recording.subject.batch)))
      predictions.push(predictOne(points, subject, seed))
    }
    return { predictions, reason: null }
  } catch (error) {
    if (error instanceof ProbeFailure) return { predictions, reason: `the calibration failed: ${error.message}` }
    throw error
  }
}

/** Processes, and threads with the largest stack: the other stacks take as much. */
function isPredicted(condition: ProbeSubject['condition'], opened: readonly OpenedProbe[]): boolean {
  if (condition['units'] === undefined) return false
  const largest = Math.max(...opened.map(({ request }) => Number(request.condition['stackKiB'] ?? 0)))
  return condition['stackKiB'] === undefined || condition['stackKiB'] === largest
}

function smallerSubject(
  probe: OpenedProbe['probe'],
  { id, batch, condition }: ProbeSubject,
  divisor: number,
): ProbeSubject {
  const units = Math.floor(batch / divisor)
  return new ProbeSubject(probe, {
    id: `${id}/${divisor}`,
    condition: { ...condition, units },
    ...{ parts: MEMORY_PARTS, batch: units, blockSize: 1 },
    contradiction: (samples) => idleContradiction(samples, units),
  })
}

/** What all units take together, in place of what one does. */
function together({ blocks, x, ...point }: LinePoint): LinePoint {
  return { ...point, x, blocks: blocks.map((block) => block.map((one) => one * x)) }
}

function predictOne(
  points: readonly LinePoint[],
  { id, whole: part, condition, batch }: ProbeSubject,
  seed: number,
): Prediction {
  const ofAll = predictFromLine(points, { of: { id, part, condition }, x: batch, unit: 'B' }, WORDS, seed)
  const [low, high] = ofAll.interval
  return { ...ofAll, value: ofAll.value / batch, interval: [low / batch, high / batch] }
}
