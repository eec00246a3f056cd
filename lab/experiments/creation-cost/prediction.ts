import type { Prediction } from '../../../contract/prediction.ts'
import { pageTablePages } from '../../../model/fork-cost.ts'
import { FEWEST_PLACES, linePoint, predictFromLine, type LineWords } from '../line-prediction.ts'
import type { OpenedProbe } from '../probe-measurement.ts'
import { measureForCalibration } from '../../procedure/calibrate.ts'
import { ProbeFailure } from '../../probes/probe.ts'
import type { Subject } from '../../procedure/subject.ts'

const ROUNDS = 10
const SAMPLES = 4

const WORDS: LineWords = {
  form: 'a + b × page-table pages',
  variable: 'page-table pages of the touched memory',
  fixed: { name: 'a', unit: 'ns' },
  perUnit: { name: 'b', unit: 'ns per page-table page' },
}

/** A prediction, or why there is none. */
export type Predicted = { prediction: Prediction } | { prediction: null; reason: string }

/**
 * Measures `fork` at every 4 KiB parent size but the largest and predicts the largest from them, before any sample of
 * the run is taken. The samples of this calibration are used for nothing else.
 */
export async function predictLargestFork(
  opened: readonly OpenedProbe[],
  seed: number,
  signal: AbortSignal,
): Promise<Predicted> {
  const forks = opened
    .flatMap(({ subjects }) => subjects)
    .filter(({ id, condition }) => id === 'fork' && condition['pages'] === '4k')
    .sort((a, b) => pagesOf(a) - pagesOf(b))
  const target = forks.at(-1)
  const others = forks.slice(0, -1)
  if (!target || others.length < FEWEST_PLACES) {
    return { prediction: null, reason: 'a prediction needs fork at three parent sizes or more, in 4 KiB pages' }
  }
  try {
    const recordings = await measureForCalibration(others, { rounds: ROUNDS, samples: SAMPLES, seed, signal })
    const points = recordings.map((recording) => linePoint(recording, pagesOf(recording.subject)))
    const { id, whole: part, condition } = target
    return {
      prediction: predictFromLine(points, { of: { id, part, condition }, x: pagesOf(target), unit: 'ns' }, WORDS, seed),
    }
  } catch (error) {
    if (error instanceof ProbeFailure) return { prediction: null, reason: `the calibration failed: ${error.message}` }
    throw error
  }
}

const pagesOf = ({ condition }: Pick<Subject, 'condition'>): number => pageTablePages(Number(condition['parentMiB']))
