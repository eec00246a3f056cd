import type { MadePrediction } from '../../../contract/cost-model.ts'
import { conditionKey } from '../../../contract/series-key.ts'

/** Every prediction with its score, in the unit of its series. */
export function faredCsv(made: readonly MadePrediction[]): string {
  const header =
    'run,series,condition,unit,predicted,predicted low,predicted high,measured,measured low,measured high,inside'
  const lines = made.map(({ run, prediction: { of, unit, value, interval, score } }) =>
    [
      run,
      of.id,
      `"${conditionKey(of.condition).replaceAll('"', '""')}"`,
      unit,
      value,
      ...interval,
      ...(score ? [score.measured, ...score.interval, score.inside] : ['', '', '', '']),
    ].join(','),
  )
  return [header, ...lines, ''].join('\n')
}
