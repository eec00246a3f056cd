import type { MadePrediction } from '../../../contract/cost-model.ts'
import { csvLine } from '../../../contract/csv.ts'
import { conditionKey } from '../../../contract/series-key.ts'

const PREDICTED = ['run', 'series', 'condition', 'unit', 'predicted', 'predicted low', 'predicted high']
const MEASURED = ['measured', 'measured low', 'measured high', 'inside']

/** Every prediction with its score, in the unit of its series. */
export function faredCsv(made: readonly MadePrediction[]): string {
  const lines = made.map(({ run, prediction: { of, unit, value, interval, score } }) => [
    ...[run, of.id, conditionKey(of.condition), unit, value, ...interval],
    ...(score ? [score.measured, ...score.interval, score.inside] : MEASURED.map(() => null)),
  ])
  return [[...PREDICTED, ...MEASURED], ...lines].map(csvLine).join('')
}
