import type { Prediction } from '../../../contract/prediction.ts'
import type { Interval } from '../../../contract/series.ts'
import { amdahl, atOnce } from '../../../model/speed-up.ts'
import { measureForCalibration } from '../../procedure/calibrate.ts'
import type { Recording } from '../../procedure/recording.ts'
import type { Subject } from '../../procedure/subject.ts'
import { medianInterval } from '../../statistics/bootstrap.ts'
import { placementOf, workersIn } from './series.ts'

const MOST_ROUNDS = 10
const FEWEST_ROUNDS = 4
/** The calibration may take about this long, where that leaves rounds enough. */
const CALIBRATION_MS = 2000

export interface ToPredict {
  /** Everything that will be measured. */
  subjects: readonly Subject[]
  /** Share of the work that is serial, from 0 to 1. */
  serial: number
  /** Cores that compute by themselves: hardware threads of one core count once. */
  cores: number
  /** How long one worker alone takes, about. */
  workMs: number
  seed: number
  signal: AbortSignal
}

/**
 * Measures one worker alone, in rounds that are used for nothing else, and predicts from it how long several will take: on
 * one core as long, on several by Amdahl's law, with no more workers at once than cores. That a worker has to be woken, and
 * that switches cost something, the model does not know. Throws ProbeFailure where one worker cannot be measured.
 */
export async function predictCrews({
  subjects,
  serial,
  cores,
  workMs,
  seed,
  signal,
}: ToPredict): Promise<Prediction[]> {
  const alone = subjects.filter((one) => workersIn(one) === 1)
  const wanted = Math.floor(CALIBRATION_MS / (workMs * Math.max(1, alone.length)))
  const rounds = Math.min(MOST_ROUNDS, Math.max(FEWEST_ROUNDS, wanted))
  const recordings = await measureForCalibration(alone, { rounds, samples: 1, seed, signal })
  return subjects.flatMap((subject) => {
    const reference = recordings.find((one) => one.subject.id === subject.id)
    return reference && workersIn(subject) > 1 ? [predict(subject, reference, serial, cores, seed)] : []
  })
}

function predict(subject: Subject, reference: Recording, serial: number, cores: number, seed: number): Prediction {
  const workers = workersIn(subject)
  const limit = placementOf(subject.id) === 'one-core' ? 1 : cores
  const speedUp = amdahl(serial, atOnce(workers, limit))
  const { median, interval } = medianInterval(reference.blocks(reference.subject.whole), { seed })
  const [low, high] = interval
  const exactly = (value: number, unit: string): { value: number; interval: Interval; unit: string } => ({
    value,
    interval: [value, value],
    unit,
  })
  return {
    of: { id: subject.id, part: subject.whole, condition: subject.condition },
    unit: 'ns',
    value: median / speedUp,
    interval: [low / speedUp, high / speedUp],
    madeAt: new Date().toISOString(),
    model: {
      form: 'alone × (serial + (1 − serial) ÷ workers at once)',
      constants: {
        alone: { value: median, interval, unit: 'ns' },
        serial: exactly(serial, 'of the work'),
        'at once': exactly(atOnce(workers, limit), 'workers'),
      },
      variable: 'workers',
      at: workers,
      fittedOn: [{ condition: reference.subject.condition, x: 1, y: median }],
    },
    score: null,
  }
}
