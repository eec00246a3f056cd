import { csvLine } from '../../../contract/csv.ts'
import type { SeriesDescription, TaskKind } from '../../../contract/experiment.ts'
import {
  describeCondition,
  formatCount,
  formatFigure,
  formatFigureInterval,
  formatRatioInterval,
} from '../../../contract/figures.ts'
import type { Outcome } from '../../../contract/outcome.ts'
import { conditionKey, seriesKey } from '../../../contract/series-key.ts'
import type { Ratio, SeriesIdentity, Summary, Unit } from '../../../contract/series.ts'
import { ownRatios, partnersOf, plannedSeries, unitOf, type ShownRun } from '../measuring/shown-run.ts'

export interface FigureRow {
  key: string
  identity: SeriesIdentity
  kind: TaskKind
  part: string
  condition: string
  /** The place of the series, the condition and the part in the run's own order. */
  order: readonly [number, number, number]
  outcome: Outcome | null
  unit: Unit
  summary: Summary | null
  ratio: Ratio | null
  /** Others are compared with it, and it with none. */
  isBaseline: boolean
}

export interface FigureColumn {
  id: string
  title: string
  numeric: boolean
  /** What rows are sorted by; null goes last. */
  value: (row: FigureRow) => number | string | null
  text: (row: FigureRow) => string
}

export type Direction = 'ascending' | 'descending'

/** One row for each planned measurement, in the order of the run. */
export function figureRows(shown: ShownRun): FigureRow[] {
  const series = plannedSeries(shown)
  const conditions = [...new Set(shown.plan.map(({ condition }) => conditionKey(condition)))]
  const parts = shown.experiment.parts
  const ratios = ownRatios(shown)
  const partners = partnersOf(series)
  return shown.plan
    .map((identity): FigureRow => {
      const key = seriesKey(identity)
      const measured = shown.series.get(key)
      const described = series.find(({ id }) => id === identity.id)
      return {
        key,
        identity,
        kind: described?.kind ?? 'kernel',
        part: parts.find(({ id }) => id === identity.part)?.title ?? identity.part,
        condition: describeCondition(identity.condition),
        order: [
          series.findIndex(({ id }) => id === identity.id),
          conditions.indexOf(conditionKey(identity.condition)),
          parts.findIndex(({ id }) => id === identity.part),
        ],
        outcome: measured?.outcome ?? null,
        unit: measured?.unit ?? unitOf(shown, identity.part),
        summary: measured?.summary ?? null,
        ratio: ratios.get(key) ?? null,
        isBaseline: partners.includes(identity.id) && described?.comparedWith === null,
      }
    })
    .sort((a, b) => compareOrder(a.order, b.order))
}

function compareOrder(a: readonly number[], b: readonly number[]): number {
  const difference = a.findIndex((value, index) => value !== b[index])
  return difference === -1 ? 0 : (a[difference] ?? 0) - (b[difference] ?? 0)
}

const figure = (id: string, title: string, pick: (summary: Summary) => number): FigureColumn => ({
  id,
  title,
  numeric: true,
  value: ({ summary }) => (summary ? pick(summary) : null),
  text: ({ summary, unit }) => (summary ? formatFigure(pick(summary), unit) : '–'),
})

const count = (id: string, title: string, pick: (summary: Summary) => number): FigureColumn => ({
  id,
  title,
  numeric: true,
  value: ({ summary }) => (summary ? pick(summary) : null),
  text: ({ summary }) => (summary ? formatCount(pick(summary)) : '–'),
})

/** How much a series comes to in proportion to its partner, which is named in each cell where there are several. */
function ratioColumn(partners: readonly string[]): FigureColumn {
  const [only] = partners
  const text = ({ ratio, isBaseline }: FigureRow): string => {
    if (!ratio) return isBaseline ? 'baseline' : '–'
    const lines = formatRatioInterval(ratio).replace('no difference shown ', 'no difference shown\n')
    return partners.length === 1 ? lines : `${lines}\nagainst ${ratio.to.id}`
  }
  return {
    id: 'ratio',
    title: partners.length === 1 ? `Against ${only}` : 'Against another',
    numeric: true,
    value: ({ ratio, isBaseline, summary }) => ratio?.ratio ?? (isBaseline && summary ? 1 : null),
    text,
  }
}

/** The columns of the table of figures; a column of ratios where some of the series are compared. */
export function figureColumns(series: readonly SeriesDescription[]): FigureColumn[] {
  const partners = partnersOf(series)
  return [
    {
      id: 'series',
      title: 'Series',
      numeric: false,
      value: ({ order }) => order[0],
      text: ({ identity }) => identity.id,
    },
    {
      id: 'condition',
      title: 'Condition',
      numeric: false,
      value: ({ order }) => order[1],
      text: ({ condition }) => condition,
    },
    { id: 'part', title: 'Part', numeric: false, value: ({ order }) => order[2], text: ({ part }) => part },
    {
      id: 'median',
      title: 'Median [interval]',
      numeric: true,
      value: ({ summary }) => summary?.median ?? null,
      text: ({ summary, unit }) => (summary ? formatFigureInterval(summary.median, summary.interval, unit) : '–'),
    },
    ...(partners.length > 0 ? [ratioColumn(partners)] : []),
    figure('p5', 'p5', ({ p5 }) => p5),
    figure('p95', 'p95', ({ p95 }) => p95),
    figure('p99', 'p99', ({ p99 }) => p99),
    figure('mad', 'MAD', ({ mad }) => mad),
    count('samples', 'Samples', (summary) => summary.count),
    count('outliers', 'Outliers', ({ outliers }) => outliers),
    figure('overhead', 'Overhead', ({ overhead }) => overhead),
  ]
}

/** Sorted by a column; rows without a value go last in either direction, equal ones keep their order. */
export function sortRows(rows: readonly FigureRow[], column: FigureColumn, direction: Direction): FigureRow[] {
  const sign = direction === 'ascending' ? 1 : -1
  return [...rows].sort((a, b) => {
    const left = column.value(a)
    const right = column.value(b)
    if (left === null || right === null) return Number(left === null) - Number(right === null)
    if (typeof left === 'number' && typeof right === 'number') return sign * (left - right)
    return sign * String(left).localeCompare(String(right))
  })
}

/** The figures as CSV, each line in the unit that it names: nanoseconds or bytes. */
export function figuresCsv(rows: readonly FigureRow[]): string {
  const names = [...new Set(rows.flatMap(({ identity }) => Object.keys(identity.condition)))].sort()
  const figures = ['median', 'low', 'high', 'p5', 'p25', 'p75', 'p95', 'p99', 'mad', 'count', 'outliers', 'overhead']
  const head = [
    'kind',
    'series',
    'part',
    ...names,
    'unit',
    ...figures,
    'ratio',
    'ratio_low',
    'ratio_high',
    'verdict',
    'outcome',
  ]
  const lines = rows.map(({ identity, unit, summary, ratio, outcome }) => [
    'MEASURED',
    identity.id,
    identity.part,
    ...names.map((name) => identity.condition[name] ?? ''),
    unit,
    ...(summary
      ? [
          summary.median,
          ...summary.interval,
          ...[summary.p5, summary.p25, summary.p75, summary.p95, summary.p99, summary.mad],
          ...[summary.count, summary.outliers, summary.overhead],
        ]
      : figures.map(() => '')),
    ...(ratio ? [ratio.ratio, ...ratio.interval, ratio.verdict] : ['', '', '', '']),
    outcome?.status ?? '',
  ])
  return [head, ...lines].map(csvLine).join('')
}
