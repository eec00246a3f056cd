import { seriesKey } from '../../../contract/series-key.ts'
import type { SeriesIdentity } from '../../../contract/series.ts'
import type { Comparison } from '../experiment.ts'
import { NATIVE_MECHANISMS, NODE_MECHANISMS, SHARED, SHARED_IN_NODE } from './series.ts'

const PARTNERS: ReadonlyMap<string, string> = new Map([
  ...NATIVE_MECHANISMS.map(({ id }) => [id, SHARED] as const),
  ...NODE_MECHANISMS.map(({ id }) => [id, SHARED_IN_NODE] as const),
])

/** Every mechanism against shared memory of its own kind, for messages of the same size. */
export function comparisons(series: readonly SeriesIdentity[]): Comparison[] {
  const known = new Map(series.map((identity) => [seriesKey(identity), identity]))
  return series.flatMap((of) => {
    const partner = PARTNERS.get(of.id)
    if (partner === undefined || partner === of.id) return []
    const to = known.get(seriesKey({ ...of, id: partner }))
    return to ? [{ of, to }] : []
  })
}
