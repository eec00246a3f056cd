import { seriesKey } from '../../../contract/series-key.ts'
import type { SeriesIdentity } from '../../../contract/series.ts'
import type { ShownRun } from '../measuring/shown-run.ts'
import { outcomeWords } from '../run/outcome-words.ts'
import type { Curve, CurvePoint } from './curve.ts'
import { plannedSeries } from '../measuring/shown-run.ts'

/** The place of one measurement: its median with the interval, or why there is none. */
export function measuredPoint(shown: Pick<ShownRun, 'series'>, identity: SeriesIdentity, x: number): CurvePoint {
  const view = shown.series.get(seriesKey(identity))
  const summary = view?.summary ?? null
  return {
    x,
    identity,
    median: summary?.median ?? null,
    interval: summary?.interval ?? null,
    count: summary?.count ?? 0,
    ...(view && !summary ? { outcome: outcomeWords(view.outcome) } : {}),
  }
}

/**
 * A curve for each series of a part over one numeric condition, all other conditions as `matches` wants them: what most
 * pictures need. Series without that condition have no curve.
 */
export function curvesOver(
  shown: ShownRun,
  part: string,
  name: string,
  matches: (identity: SeriesIdentity) => boolean = () => true,
): Curve[] {
  return plannedSeries(shown).flatMap(({ id, kind, explanation }): Curve[] => {
    const points = shown.plan
      .filter((one) => one.id === id && one.part === part && matches(one))
      .flatMap((one) => {
        const x = one.condition[name]
        return typeof x === 'number' ? [measuredPoint(shown, one, x)] : []
      })
      .sort((a, b) => a.x - b.x)
    return points.length > 0 ? [{ key: id, name: id, kind, explanation, points }] : []
  })
}
