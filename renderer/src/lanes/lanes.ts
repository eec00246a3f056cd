import type { SeriesDescription } from '../../../contract/experiment.ts'
import { formatCount, formatRatioInterval, formatShare } from '../../../contract/figures.ts'
import { conditionKey, seriesKey } from '../../../contract/series-key.ts'
import type { Condition, Ratio, SeriesIdentity, SeriesView } from '../../../contract/series.ts'
import { shareBelow } from '../charts/ecdf.ts'
import type { Quantity } from '../charts/quantity.ts'
import { identityIn, ownRatios, plannedSeries, type ShownRun } from '../measuring/shown-run.ts'
import { outcomeWords } from '../run/outcome-words.ts'

/** One series in the picture: a line of its own from label to ratio. */
export interface Lane {
  description: SeriesDescription
  identity: SeriesIdentity
  view: SeriesView | null
  /** The ratio to the series that it is compared with. */
  ratio: Ratio | null
  /** Measured under a condition of its own, whatever the view's is. */
  elsewhere: boolean
}

/** The planned series that a picture is about: those named, or all of them. */
export function chosenSeries(shown: ShownRun, ids?: readonly string[]): SeriesDescription[] {
  return plannedSeries(shown).filter(({ id }) => ids?.includes(id) ?? true)
}

/** The lanes of a view: one for each series that is planned in it, whether or not it has samples yet. */
export function lanesOf(
  shown: ShownRun,
  series: readonly SeriesDescription[],
  part: string,
  condition: Condition,
): Lane[] {
  const key = conditionKey(condition)
  const ratios = ownRatios(shown)
  return series.flatMap((description) => {
    const identity = identityIn(shown.plan, description.id, part, condition)
    if (!identity) return []
    const view = shown.series.get(seriesKey(identity)) ?? null
    const ratio = ratios.get(seriesKey(identity)) ?? null
    return [{ description, identity, view, ratio, elsewhere: conditionKey(identity.condition) !== key }]
  })
}

/** The series that have no lane in a view, in one line; null where each has one. */
export function absentWords(
  shown: ShownRun,
  series: readonly SeriesDescription[],
  lanes: readonly Lane[],
  part: string,
): string | null {
  const drawn = new Set(lanes.map(({ description }) => description.id))
  const absent = series.flatMap(({ id }) => (drawn.has(id) ? [] : [id]))
  if (absent.length === 0) return null
  const elsewhere = shown.plan.some((one) => one.part === part && absent.includes(one.id))
  return `Not measured ${elsewhere ? 'in this view' : 'for this part'}: ${absent.join(', ')}.`
}

/** What stands in a lane in place of a distribution. */
export function absenceOf({ view }: Lane, state: ShownRun['state']): string {
  if (view && view.outcome.status !== 'measured') return outcomeWords(view.outcome)
  return { planned: '', measuring: 'waiting for its first samples', complete: 'not measured' }[state]
}

/** What the picture says at a place: of a lane, and of a value if one is pointed at. */
export function readLane({ description, view, ratio }: Lane, quantity: Quantity, pointed: number | null): string {
  const name = description.id
  const summary = view?.summary
  if (!view || !summary) return `${name}: ${view ? outcomeWords(view.outcome).toLowerCase() : 'no samples yet'}.`
  const words = [
    `${name}: median ${quantity.formatInterval(summary.median, summary.interval)}`,
    `p5 ${quantity.format(summary.p5)}, p95 ${quantity.format(summary.p95)}`,
    `${formatCount(summary.count)} samples`,
    ...(ratio ? [`${formatRatioInterval(ratio)} against ${ratio.to.id}`] : []),
    ...(pointed !== null && view.shape
      ? [`${formatShare(shareBelow(view.shape.ecdf, pointed))} of its samples are below ${quantity.format(pointed)}`]
      : []),
  ]
  return words.join(' · ')
}
