import type { Prediction } from '../../../contract/prediction.ts'
import { cacheLines } from '../../../model/switch-cost.ts'
import { measureForCalibration } from '../../procedure/calibrate.ts'
import { ProbeFailure } from '../../probes/probe.ts'
import type { Subject } from '../../procedure/subject.ts'
import { FEWEST_PLACES, linePoint, predictFromLine, type LineWords } from '../line-prediction.ts'
import { hasWorkingSets } from './series.ts'

const ROUNDS = 12
const SAMPLES = 12
/** Two working sets of this size fit into the cache of one core on most processors: a line may hold up to here. */
const FITTED_UP_TO_KIB = 256

const WORDS: LineWords = {
  form: 'direct + refill × cache lines',
  variable: 'cache lines of 64 bytes that each task touches at its turn',
  fixed: { name: 'direct', unit: 'ns' },
  perUnit: { name: 'refill', unit: 'ns per cache line' },
}

/** What was predicted, and why something was not. */
export interface Predicted {
  predictions: Prediction[]
  reason: string | null
}

const NONE = 'a prediction needs a pipe series at three working sets or more, the smallest two of up to 256 KiB'

/**
 * Measures the handover by pipe with small working sets and predicts it with larger ones, before any sample of the run is
 * taken. The samples of this calibration are used for nothing else.
 */
export async function predictLargeWorkingSets(
  opened: readonly { subjects: readonly Subject[] }[],
  seed: number,
  signal: AbortSignal,
): Promise<Predicted> {
  const lines = linesOf(opened.flatMap(({ subjects }) => subjects))
  if (lines.length === 0) return { predictions: [], reason: NONE }
  try {
    const fitted = lines.flatMap((line) => line.fitted)
    const recordings = await measureForCalibration(fitted, { rounds: ROUNDS, samples: SAMPLES, seed, signal })
    const predictions = lines.flatMap(({ id, targets }) => {
      const points = recordings
        .filter(({ subject }) => subject.id === id)
        .map((recording) => linePoint(recording, linesIn(recording.subject)))
      return targets.map((target) => {
        const of = { id, part: target.whole, condition: target.condition }
        return predictFromLine(points, { of, x: linesIn(target), unit: 'ns' }, WORDS, seed)
      })
    })
    return { predictions, reason: null }
  } catch (error) {
    if (error instanceof ProbeFailure) return { predictions: [], reason: `the calibration failed: ${error.message}` }
    throw error
  }
}

interface FittedLine {
  id: string
  fitted: Subject[]
  targets: Subject[]
}

/** Which working sets a line is fitted on and which it predicts: those beyond, or the largest where none is. */
function linesOf(subjects: readonly Subject[]): FittedLine[] {
  const ids = [...new Set(subjects.map(({ id }) => id))].filter(hasWorkingSets)
  return ids.flatMap((id): FittedLine[] => {
    const own = subjects
      .filter((subject) => subject.id === id && subject.condition['handover'] === 'switch')
      .sort((a, b) => linesIn(a) - linesIn(b))
    const small = own.filter((subject) => workingSetOf(subject) <= FITTED_UP_TO_KIB)
    const fitted = small.length === own.length ? own.slice(0, -1) : small
    const targets = own.slice(fitted.length)
    return fitted.length < FEWEST_PLACES ? [] : [{ id, fitted, targets }]
  })
}

const workingSetOf = ({ condition }: Pick<Subject, 'condition'>): number => Number(condition['workingSetKiB'])
const linesIn = (subject: Pick<Subject, 'condition'>): number => cacheLines(workingSetOf(subject))
