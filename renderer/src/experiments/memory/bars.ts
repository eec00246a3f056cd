import type { TaskKind } from '../../../../contract/experiment.ts'
import {
  describeCondition,
  formatBytes,
  formatCount,
  formatFigureInterval,
  formatRatioInterval,
} from '../../../../contract/figures.ts'
import { seriesKey } from '../../../../contract/series-key.ts'
import type { Condition, Interval, Ratio, SeriesIdentity, Summary } from '../../../../contract/series.ts'
import { identityIn, ownRatios, plannedSeries, type ShownRun } from '../../measuring/shown-run.ts'
import { outcomeWords } from '../../run/outcome-words.ts'

/** A slice of a bar; the slices of a total lie one after the other and come to it. */
export interface Slice {
  name: 'pages' | 'page-tables' | 'kernel-stack'
  bytes: number
}

/** One series of the picture: what one more of it takes. */
export interface Bar {
  id: string
  kind: TaskKind
  explanation: string
  identity: SeriesIdentity
  /** Null while or where there is no figure; then `outcome` says why, if it is known. */
  median: number | null
  interval: Interval | null
  count: number
  outcome: string | null
  /** A total has three, any other part is one piece. */
  slices: readonly Slice[]
  /** What RSS says of it, beside a total. */
  rss: number | null
  ratio: Ratio | null
}

/** Series of one order of magnitude, on an axis of their own. */
export interface BarGroup {
  title: string
  /** The axis before there is anything to show, in bytes. */
  before: readonly [number, number]
  bars: readonly Bar[]
}

const GROUPS: readonly (Pick<BarGroup, 'title' | 'before'> & { ids: readonly string[] })[] = [
  { title: 'From C', before: [0, 2 ** 18], ids: ['fork', 'fork-exec', 'thread'] },
  { title: 'From Node, with a JavaScript engine each', before: [0, 2 ** 25], ids: ['worker-thread', 'child-process'] },
]

/** The bars of a part under a condition, grouped; groups without a planned series are left out. */
export function barGroups(shown: ShownRun, part: string, condition: Condition): BarGroup[] {
  const ratios = ownRatios(shown)
  const series = plannedSeries(shown)
  return GROUPS.map(({ title, before, ids }) => ({
    title,
    before,
    bars: series
      .filter(({ id }) => ids.includes(id))
      .flatMap(({ id, kind, explanation }): Bar[] => {
        const identity = identityIn(shown.plan, id, part, condition)
        if (!identity) return []
        const view = shown.series.get(seriesKey(identity))
        const summary = view?.summary ?? null
        return [
          {
            ...{ id, kind, explanation, identity },
            median: summary?.median ?? null,
            interval: summary?.interval ?? null,
            count: summary?.count ?? 0,
            outcome: view && !summary ? outcomeWords(view.outcome) : null,
            slices: slicesOf(shown, identity, summary?.median ?? null),
            rss: part === 'total' ? (summaryOf(shown, identity, 'rss')?.median ?? null) : null,
            ratio: ratios.get(seriesKey(identity)) ?? null,
          },
        ]
      }),
  })).filter(({ bars }) => bars.length > 0)
}

function summaryOf({ series }: ShownRun, identity: SeriesIdentity, part: string): Summary | null {
  return series.get(seriesKey({ ...identity, part }))?.summary ?? null
}

function slicesOf(shown: ShownRun, identity: SeriesIdentity, median: number | null): Slice[] {
  if (median === null) return []
  if (identity.part !== 'total') return [{ name: 'pages', bytes: median }]
  const tables = summaryOf(shown, identity, 'page-tables')?.median ?? 0
  const stack = summaryOf(shown, identity, 'kernel-stack')?.median ?? 0
  return [
    { name: 'pages', bytes: Math.max(0, median - tables - stack) },
    { name: 'page-tables', bytes: tables },
    { name: 'kernel-stack', bytes: stack },
  ]
}

/** What slices are called in the legend and the readout. */
export const SLICE_WORDS: Readonly<Record<Slice['name'], string>> = {
  pages: 'pages of its own',
  'page-tables': 'page tables',
  'kernel-stack': 'kernel stack',
}

/** What the picture says of one bar. */
export function readBar({ id, identity, median, interval, count, outcome, slices, rss, ratio }: Bar): string {
  const where = describeCondition(identity.condition)
  const name = where === '' ? id : `${id}, ${where}`
  if (median === null || interval === null) return `${name}: ${outcome?.toLowerCase() ?? 'no samples yet'}`
  const parts = slices.length > 1 ? slices.map((slice) => `${SLICE_WORDS[slice.name]} ${formatBytes(slice.bytes)}`) : []
  return [
    `${name}: median ${formatFigureInterval(median, interval, 'B')}`,
    ...parts,
    ...(rss === null ? [] : [`RSS ${formatBytes(rss)}`]),
    `${formatCount(count)} samples`,
    ...(ratio ? [`${formatRatioInterval(ratio)} against ${ratio.to.id}`] : []),
  ].join(' · ')
}

/** The picture in one sentence. */
export function barsTwin(groups: readonly BarGroup[], partTitle: string): string {
  const known = groups.flatMap(({ bars }) =>
    bars.flatMap(({ id, median }) => (median === null ? [] : [`${id} ${formatBytes(median)}`])),
  )
  return known.length > 0 ? `${partTitle}, for one more: ${known.join('; ')}.` : 'No samples yet.'
}
