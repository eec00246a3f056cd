import { conditionKey } from '../../../contract/series-key.ts'
import type { SeriesIdentity } from '../../../contract/series.ts'
import type { Comparison } from '../experiment.ts'

/** What each way takes against ordinary code in the same circumstances. Losses have no ratio: those of a cure are 0. */
export function comparisons(series: readonly SeriesIdentity[]): Comparison[] {
  return series.flatMap((of) => {
    if (of.part !== 'elapsed' || of.id === 'plain' || of.id === 'node-plain') return []
    const partner = of.id.startsWith('node-') ? 'node-plain' : 'plain'
    const to = series.find(
      ({ id, part, condition }) =>
        id === partner && part === of.part && conditionKey(condition) === conditionKey(of.condition),
    )
    return to ? [{ of, to }] : []
  })
}
