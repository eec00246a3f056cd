import type { SeriesDescription } from '../../../../contract/experiment.ts'
import {
  describeCondition,
  formatCount,
  formatDuration,
  formatDurationInterval,
  formatRatio,
  formatRatioInterval,
  formatShare,
} from '../../../../contract/figures.ts'
import { conditionKey, seriesKey } from '../../../../contract/series-key.ts'
import type { Condition, Ratio, SeriesIdentity, SeriesView } from '../../../../contract/series.ts'
import { shareBelow } from '../../charts/ecdf.ts'
import { identityIn, plannedSeries, ratiosToBaseline, type ShownRun } from '../../measuring/shown-run.ts'
import { outcomeWords } from '../../run/outcome-words.ts'

/** One series in the picture: a line of its own from label to ratio. */
export interface Lane {
  description: SeriesDescription
  identity: SeriesIdentity
  view: SeriesView | null
  ratio: Ratio | null
  /** Measured under a condition of its own, whatever the view's is. */
  elsewhere: boolean
}

/** The lanes of a view: one for each series that is planned in it, whether or not it has samples yet. */
export function lanesOf(shown: ShownRun, part: string, condition: Condition): Lane[] {
  const key = conditionKey(condition)
  const ratios = ratiosToBaseline(shown)
  return plannedSeries(shown).flatMap((description) => {
    const identity = identityIn(shown.plan, description.id, part, condition)
    if (!identity) return []
    const view = shown.series.get(seriesKey(identity)) ?? null
    const ratio = ratios.get(seriesKey(identity)) ?? null
    return [{ description, identity, view, ratio, elsewhere: conditionKey(identity.condition) !== key }]
  })
}

/** The planned series that have no lane in a view, in one line; null where each has one. */
export function absentWords(shown: ShownRun, lanes: readonly Lane[], part: string): string | null {
  const drawn = new Set(lanes.map(({ description }) => description.id))
  const absent = plannedSeries(shown).flatMap(({ id }) => (drawn.has(id) ? [] : [id]))
  if (absent.length === 0) return null
  const elsewhere = shown.plan.some((one) => one.part === part && absent.includes(one.id))
  return `Not measured ${elsewhere ? 'in this view' : 'for this part'}: ${absent.join(', ')}.`
}

/** What stands in a lane in place of a distribution. */
export function absenceOf({ view }: Lane, state: ShownRun['state']): string {
  if (view && view.outcome.status !== 'measured') return outcomeWords(view.outcome)
  return { planned: '', measuring: 'waiting for its first samples', complete: 'not measured' }[state]
}

/** What the picture says at a place: of a lane, and of a time if one is pointed at. */
export function readLane({ description, view, ratio }: Lane, baseline: string, time: number | null): string {
  const name = description.id
  const summary = view?.summary
  if (!view || !summary) return `${name}: ${view ? outcomeWords(view.outcome).toLowerCase() : 'no samples yet'}.`
  const words = [
    `${name}: median ${formatDurationInterval(summary.median, summary.interval)}`,
    `p5 ${formatDuration(summary.p5)}, p95 ${formatDuration(summary.p95)}`,
    `${formatCount(summary.count)} samples`,
    ...(ratio ? [`${formatRatioInterval(ratio)} against ${baseline}`] : []),
    ...(time !== null && view.shape
      ? [`${formatShare(shareBelow(view.shape.ecdf, time))} of its samples are below ${formatDuration(time)}`]
      : []),
  ]
  return words.join(' · ')
}

const QUESTION = 'How long does each of them take here?'

/** The title of the picture: what the run found, as far as it speaks of this view. */
export function lanesTitle(shown: ShownRun, lanes: readonly Lane[], firstView: boolean): string {
  const { experiment, state, findings } = shown
  if (state !== 'complete') return QUESTION
  const [headline] = findings
  if (firstView && headline !== undefined) return headline
  const compared = lanes.find(({ description, ratio }) => description.kind === 'process' && ratio !== null)
  if (compared?.ratio) {
    const { description, ratio } = compared
    return ratio.verdict === 'no-difference-shown'
      ? `In this view, no difference is shown between ${description.id} and ${experiment.baseline}.`
      : `In this view, ${description.id} costs ${formatRatio(ratio.ratio)} what ${experiment.baseline} does.`
  }
  const [shortest] = byMedian(lanes)
  return shortest
    ? `The shortest in this view is ${shortest.id}, ${formatDuration(shortest.median)}.`
    : 'Nothing was measured in this view.'
}

function byMedian(lanes: readonly Lane[]): { id: string; median: number }[] {
  return lanes
    .flatMap(({ description, view }) => (view?.summary ? [{ id: description.id, median: view.summary.median }] : []))
    .sort((a, b) => a.median - b.median)
}

/** The picture in one sentence. */
export function lanesTwin(lanes: readonly Lane[], part: string, condition: Condition): string {
  const medians = byMedian(lanes).map(({ id, median }) => `${id} ${formatDuration(median)}`)
  const where = [part, describeCondition(condition)].filter((words) => words !== '').join(', ')
  return medians.length === 0
    ? `${where}: no samples yet.`
    : `${where}. Medians from the shortest: ${medians.join(', ')}.`
}
