import { formatCount } from '../../../contract/figures.ts'
import { csvLine } from '../../../contract/csv.ts'
import type { Curve, CurveModel, CurvePoint, CurveXAxis, CurveYAxis } from './curve.ts'

/** What the picture says of one point. */
export function readPoint(curve: Curve, point: CurvePoint, x: CurveXAxis, { quantity }: CurveYAxis): string {
  const where = point.words ?? `${curve.name}, ${x.format(point.x)}`
  if (point.median === null) return `${where}: ${point.outcome?.toLowerCase() ?? 'no samples yet'}`
  const figure = point.interval ? quantity.formatInterval(point.median, point.interval) : quantity.format(point.median)
  return [`${where}: median ${figure}`, `${formatCount(point.count)} samples`, ...(point.notes ?? [])].join(' · ')
}

/** The picture in one sentence: where each curve begins and ends. */
export function curvesTwin(curves: readonly Curve[], x: CurveXAxis, { quantity }: CurveYAxis): string {
  const clauses = curves.flatMap(({ name, points }) => {
    const known = points.flatMap(({ x: at, median }) =>
      median === null ? [] : [`${quantity.format(median)} at ${x.format(at)}`],
    )
    const [first] = known
    const last = known.at(-1)
    if (first === undefined || last === undefined) return []
    return [known.length > 1 ? `${name} from ${first} to ${last}` : `${name} ${first}`]
  })
  return clauses.length > 0 ? `Medians over ${x.title}: ${clauses.join('; ')}.` : 'No samples yet.'
}

const SPACINGS = {
  linear: () => '',
  log2: () => ', logarithmic',
  symlog: (constant: string) => `: from 0 evenly, beyond ${constant} logarithmic`,
} as const

/** What the axes count and how they are spaced. */
export function axisWords(x: CurveXAxis, y: CurveYAxis, spacing: 'linear' | 'log'): string {
  return `${x.title}${SPACINGS[x.scale](x.format(x.constant ?? 1))} · ${y.title}${spacing === 'log' ? ', logarithmic' : ''}`
}

/** What the picture shows as CSV, in the base unit of its axes, simulated and predicted values included. */
export function curvesCsv(curves: readonly Curve[], models: readonly CurveModel[], x: CurveXAxis): string {
  const nameOf = (key: string): string => curves.find((curve) => curve.key === key)?.name ?? key
  const lines = [
    ['kind', 'line', x.title, 'value', 'low', 'high', 'samples'],
    ...curves.flatMap(({ name, points, extrapolated = [] }) => [
      ...points.map((point) => [
        'MEASURED',
        name,
        point.x,
        point.median ?? '',
        ...(point.interval ?? ['', '']),
        point.count,
      ]),
      ...extrapolated.map((place) => ['EXTRAPOLATED', name, place.x, place.y, '', '', '']),
    ]),
    ...models.flatMap(({ of, points, predicted }) => [
      ...points.map((place) => ['SIMULATED', nameOf(of), place.x, place.y, '', '', '']),
      ...(predicted ? [['PREDICTED', nameOf(of), predicted.x, predicted.value, ...predicted.interval, '']] : []),
    ]),
  ]
  return lines.map(csvLine).join('')
}
