import { hasHeld } from '../../../contract/figures.ts'
import type { Prediction } from '../../../contract/prediction.ts'

/** How predictions fared together: "3 predictions, 2 of 3 inside". */
export function talliedWords(predictions: readonly Pick<Prediction, 'score'>[]): string {
  const scores = predictions.flatMap(({ score }) => score ?? [])
  const count = predictions.length === 1 ? '1 prediction' : `${predictions.length} predictions`
  if (scores.length === 0) return `${count}, none measured yet`
  return `${count}, ${scores.filter(hasHeld).length} of ${scores.length} inside`
}
