import type { Prediction } from '../../../contract/prediction.ts'

/** Whether the interval of a prediction and that of its measurement have a value in common. */
export function overlapWords({ inside }: NonNullable<Prediction['score']>): string {
  return inside ? 'the intervals overlap' : 'the intervals do not overlap'
}
