import { conditionKey } from '../../../contract/series-key.ts'
import type { Condition, SeriesIdentity } from '../../../contract/series.ts'
import type { Comparison } from '../experiment.ts'
import { PLAIN_SWITCH } from './conditions.ts'
import { isAlone } from './series.ts'

/**
 * Processes against threads in the same circumstances; the calls alone against a handover between threads; and every
 * series against itself between two tasks that touch nothing, on one core.
 */
export function comparisons(series: readonly SeriesIdentity[]): Comparison[] {
  const find = (id: string, condition: Condition): SeriesIdentity | undefined =>
    series.find((one) => one.id === id && conditionKey(one.condition) === conditionKey(condition))
  return series.flatMap((of) => {
    const partner = of.id.replace(/-(processes|alone)$/, '-threads')
    const candidates = isAlone(of.id)
      ? [find(partner, PLAIN_SWITCH)]
      : [find(partner, of.condition), find(of.id, PLAIN_SWITCH)]
    return candidates.flatMap((to) => (to && to !== of ? [{ of, to }] : []))
  })
}
