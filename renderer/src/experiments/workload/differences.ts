import type { Prediction } from '../../../../contract/prediction.ts'
import { conditionKey, seriesKey } from '../../../../contract/series-key.ts'
import type { Summary } from '../../../../contract/series.ts'
import type { ShownRun } from '../../measuring/shown-run.ts'

/** One figure of one thread, as the model said it and as it was measured. */
export interface Difference {
  predicted: Prediction | null
  measured: Summary | null
}

export interface DifferenceRow {
  thread: string
  /** By part. */
  figures: Readonly<Record<string, Difference>>
}

/** Every thread of the run with each of its figures, in the order of the workload. */
export function differenceRows({ plan, series, predictions, experiment }: ShownRun): DifferenceRow[] {
  const byKey = new Map(predictions.map((one) => [seriesKey(one.of), one]))
  const threads = [...new Map(plan.map(({ condition }) => [conditionKey(condition), condition])).values()].filter(
    (condition) => condition['thread'] !== undefined,
  )
  return threads.map((condition) => ({
    thread: String(condition['thread']),
    figures: Object.fromEntries(
      experiment.parts.map(({ id: part }): [string, Difference] => {
        const key = seriesKey({ id: plan[0]?.id ?? '', part, condition })
        return [part, { predicted: byKey.get(key) ?? null, measured: series.get(key)?.summary ?? null }]
      }),
    ),
  }))
}
