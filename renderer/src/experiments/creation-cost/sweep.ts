import type { TaskKind } from '../../../../contract/experiment.ts'
import {
  formatCount,
  formatDuration,
  formatDurationInterval,
  formatRatio,
  formatRatioInterval,
  formatShare,
} from '../../../../contract/figures.ts'
import type { Prediction } from '../../../../contract/prediction.ts'
import { seriesKey } from '../../../../contract/series-key.ts'
import type { Ratio, SeriesIdentity, SeriesView } from '../../../../contract/series.ts'
import { predictForkCost } from '../../../../model/fork-cost.ts'
import { plannedSeries, ratiosToBaseline, type ShownRun } from '../../measuring/shown-run.ts'
import { outcomeWords } from '../../run/outcome-words.ts'
import { overlapWords } from '../../run/overlap-words.ts'

export type PageSize = '4k' | 'huge'

export interface SweepPoint {
  parentMiB: number
  identity: SeriesIdentity
  view: SeriesView | null
}

/** One series over the parent's touched memory, in pages of one size. */
export interface SweepLine {
  key: string
  id: string
  kind: TaskKind
  pages: PageSize
  points: readonly SweepPoint[]
}

/** Parent sizes that the run covers, the smallest first. */
export function parentSizes(plan: readonly SeriesIdentity[]): number[] {
  const sizes = plan.flatMap(({ condition }) =>
    typeof condition['parentMiB'] === 'number' ? [condition['parentMiB']] : [],
  )
  return [...new Set(sizes)].sort((a, b) => a - b)
}

/** The lines of one part. A parent that touched nothing has no page size; its point begins both lines. */
export function sweepLines(shown: ShownRun, part: string): SweepLine[] {
  return plannedSeries(shown).flatMap(({ id, kind }) =>
    (['4k', 'huge'] as const).flatMap((pages): SweepLine[] => {
      const own = shown.plan.filter(
        (one) => one.id === id && one.part === part && one.condition['parentMiB'] !== undefined,
      )
      if (!own.some(({ condition }) => condition['pages'] === pages && condition['parentMiB'] !== 0)) return []
      const points = own
        .filter(({ condition }) => condition['pages'] === pages || condition['parentMiB'] === 0)
        .map((identity) => ({
          parentMiB: Number(identity.condition['parentMiB']),
          identity,
          view: shown.series.get(seriesKey(identity)) ?? null,
        }))
        .sort((a, b) => a.parentMiB - b.parentMiB)
      return [{ key: `${id} ${pages}`, id, kind, pages, points }]
    }),
  )
}

/** How a line is called beside it; its size of page only where there are two. */
export function lineName({ id, pages }: Pick<SweepLine, 'id' | 'pages'>, bothPages: boolean): string {
  return bothPages ? `${id}, ${pages === 'huge' ? 'huge' : '4 KiB'}` : id
}

/** The model's cost over parent sizes, SIMULATED, evenly spaced enough to draw a curve; nothing if its constants are others. */
export function modelCurve(
  { model }: Prediction,
  largestMiB: number,
  steps = 64,
): { parentMiB: number; cost: number }[] {
  const { a, b } = model.constants
  if (!a || !b) return []
  const cost = { fixed: a.value, perPageTablePage: b.value }
  // Denser towards 0, where the axis gives the most room to a MiB.
  return Array.from({ length: steps + 1 }, (_, step) => {
    const parentMiB = largestMiB * (step / steps) ** 3
    return { parentMiB, cost: predictForkCost(cost, parentMiB) }
  })
}

/** The prediction and, once it is known, how it fared. */
export function predictionWords({ value, interval, score }: Prediction): {
  predicted: string
  measured: string | null
} {
  const predicted = `predicted ${formatDurationInterval(value, interval)}`
  if (!score) return { predicted, measured: null }
  const error = `${formatShare(Math.abs(score.relativeError))} ${score.relativeError < 0 ? 'below' : 'above'}`
  return {
    predicted,
    measured: `measured ${formatDuration(score.measured)}, ${error}; ${overlapWords(score)}`,
  }
}

/** What the picture says of one point. */
export function readPoint(shown: ShownRun, line: SweepLine, point: SweepPoint): string {
  const where =
    point.parentMiB === 0
      ? 'parent touched 0 MiB'
      : `parent touched ${point.parentMiB} MiB in ${line.pages === 'huge' ? 'huge' : '4 KiB'} pages`
  const summary = point.view?.summary
  if (!summary)
    return `${line.id}, ${where}: ${point.view ? outcomeWords(point.view.outcome).toLowerCase() : 'no samples yet'}`
  const growth = growthOf(shown.ratios, point.identity)
  const ratio = ratiosToBaseline(shown).get(seriesKey(point.identity))
  return [
    `${line.id}, ${where}: median ${formatDurationInterval(summary.median, summary.interval)}`,
    `${formatCount(summary.count)} samples`,
    ...(growth ? [`${formatRatioInterval(growth)} against 0 MiB`] : []),
    ...(ratio ? [`${formatRatioInterval(ratio)} against ${shown.experiment.baseline}`] : []),
  ].join(' · ')
}

/** The ratio of a series to itself in a parent that touched nothing. */
function growthOf(ratios: readonly Ratio[], identity: SeriesIdentity): Ratio | null {
  const key = seriesKey(identity)
  return ratios.find(({ of, to }) => to.id === of.id && seriesKey(of) === key) ?? null
}

/** The title of the picture, from the ratios at the largest parent. */
export function sweepTitle(shown: ShownRun, lines: readonly SweepLine[]): string {
  const question = 'How does the cost grow with the memory of the parent?'
  if (shown.state !== 'complete') return question
  const fork = lines.find(({ id, pages }) => id === 'fork' && pages === '4k')
  const largest = fork?.points.at(-1)
  const growth = largest ? growthOf(shown.ratios, largest.identity) : null
  if (!largest || !growth) return question
  const claim =
    growth.verdict === 'no-difference-shown'
      ? `From 0 to ${largest.parentMiB} MiB of parent, no difference is shown for fork`
      : `From 0 to ${largest.parentMiB} MiB of parent, fork grows to ${formatRatio(growth.ratio)} its cost`
  const thread = lines.find(({ id, pages }) => id === shown.experiment.baseline && pages === '4k')?.points.at(-1)
  const other = thread?.parentMiB === largest.parentMiB ? growthOf(shown.ratios, thread.identity) : null
  if (!other) return `${claim}.`
  return other.verdict === 'no-difference-shown'
    ? `${claim}; for a thread no difference is shown.`
    : `${claim}, a thread to ${formatRatio(other.ratio)}.`
}

/** The picture in one sentence: where each line begins and ends. */
export function sweepTwin(lines: readonly SweepLine[]): string {
  const bothPages = lines.some(({ pages }) => pages === 'huge')
  const clauses = lines.flatMap((line) => {
    const known = line.points.flatMap(({ parentMiB, view }) =>
      view?.summary ? [`${formatDuration(view.summary.median)} at ${parentMiB} MiB`] : [],
    )
    const [first] = known
    const last = known.at(-1)
    return first && last ? [`${lineName(line, bothPages)} from ${first} to ${last}`] : []
  })
  return clauses.length > 0
    ? `Medians from the smallest to the largest parent: ${clauses.join('; ')}.`
    : 'No samples yet.'
}
