import type { Prediction } from '../../contract/prediction.ts'
import { isOfThisRun } from '../../contract/prediction-origin.ts'
import type { Run } from '../../contract/run.ts'
import type { Interval, SeriesIdentity } from '../../contract/series.ts'
import { machineIdentity } from './machine-identity.ts'

/** What one series of a run came to. */
export interface Figure extends SeriesIdentity {
  median: number
  /** 95 %, over the rounds of its run. */
  interval: Interval
  count: number
}

/** What the cost model keeps of a stored run: its figures without their samples. */
export interface RunFigures {
  run: string
  startedAt: string
  experiment: string
  /** See `machineIdentity`. */
  machine: string
  figures: readonly Figure[]
  /** Lines that it fitted on a calibration of its own. */
  calibrations: readonly Prediction[]
  /** What the constants of earlier runs predicted for it. */
  predictions: readonly Prediction[]
}

export function runFigures({ id, startedAt, experiment, machine, series, predictions }: Run): RunFigures {
  return {
    run: id,
    startedAt,
    experiment,
    machine: machineIdentity(machine),
    figures: series.flatMap((one): Figure[] => {
      if (one.outcome.status !== 'measured' || one.summary === null) return []
      const { median, interval, count } = one.summary
      return [{ id: one.id, part: one.part, condition: one.condition, median, interval, count }]
    }),
    calibrations: predictions.filter(isOfThisRun),
    predictions: predictions.filter((one) => !isOfThisRun(one)),
  }
}
