import { formatBytes, formatCount, formatFigure, scoreWords } from '../../../../contract/figures.ts'
import type { Prediction } from '../../../../contract/prediction.ts'
import { seriesKey } from '../../../../contract/series-key.ts'
import type { SeriesIdentity } from '../../../../contract/series.ts'
import type { Line } from '../../../../model/line.ts'
import { ARTICLE, memoryOfUnits } from '../../../../model/unit-memory.ts'
import type { Curve, CurveModel, CurvePoint, CurveXAxis } from '../../curves/curve.ts'
import { plannedSeries, type ShownRun } from '../../measuring/shown-run.ts'

export const MANY_AXIS: CurveXAxis = {
  title: 'idle units at once',
  scale: 'log2',
  format: (units) => `${formatCount(units)} at once`,
  tick: formatCount,
}

export const FIRST_SHOWN = ['fork', 'thread', 'addresses', 'article']

const PREDICTED_IDS = ['fork', 'fork-exec', 'thread']
const STEPS = 48

/** The line of a prediction, null where its constants are others. */
function lineOf({ model }: Prediction): Line | null {
  const { base, 'per unit': perUnit } = model.constants
  return base && perUnit ? { fixed: base.value, perUnit: perUnit.value } : null
}

/** What all units take together: at the numbers that the model was fitted on, at the run's, and extrapolated. */
export function manyCurves(shown: ShownRun): Curve[] {
  const curves = shown.predictions.flatMap((prediction): Curve[] => {
    const line = lineOf(prediction)
    const described = plannedSeries(shown).find(({ id }) => id === prediction.of.id)
    if (!line || !described || !PREDICTED_IDS.includes(described.id)) return []
    const { id, kind, explanation } = described
    return [
      {
        ...{ key: id, name: id, kind, explanation },
        points: [...fittedPoints(prediction), together(shown, prediction.of)],
        extrapolated: [{ x: ARTICLE.units, y: memoryOfUnits(line, ARTICLE.units) }],
      },
    ]
  })
  return curves.length === 0 ? [] : [...curves, ...addresses(shown), article]
}

function fittedPoints({ of, model }: Prediction): CurvePoint[] {
  return model.fittedOn
    .map(({ x, y }) => ({
      x,
      median: y,
      interval: null,
      count: 0,
      words: `${of.id}, ${formatCount(x)} at once, before the run`,
    }))
    .sort((a, b) => a.x - b.x)
}

/** The figure is for one; the picture has all of them. */
function together({ series }: Pick<ShownRun, 'series'>, identity: SeriesIdentity): CurvePoint {
  const units = Number(identity.condition['units'])
  const summary = series.get(seriesKey(identity))?.summary
  return {
    x: units,
    identity,
    median: summary ? summary.median * units : null,
    interval: summary ? [summary.interval[0] * units, summary.interval[1] * units] : null,
    count: summary?.count ?? 0,
    words: `${identity.id}, ${formatCount(units)} at once, all together`,
  }
}

/** The addresses of threads with the largest stack, which grow with their number and nothing else. */
function addresses(shown: ShownRun): Curve[] {
  const of = shown.predictions.find((one) => one.of.id === 'thread')?.of
  if (!of) return []
  const point = together(shown, { ...of, part: 'virtual' })
  if (point.median === null) return []
  return [
    {
      ...{ key: 'addresses', name: 'thread, virtual', kind: 'thread', mark: 'triangle' },
      explanation: 'Addresses, not memory: the stacks as they are mapped.',
      points: [{ ...point, words: `${point.words ?? ''}, virtual` }],
      extrapolated: [{ x: ARTICLE.units, y: (point.median / point.x) * ARTICLE.units }],
    },
  ]
}

const article: Curve = {
  ...{ key: 'article', name: 'article: 200 GB', kind: 'kernel', mark: 'plus' },
  explanation:
    'The article counts 2 MB of stack for each thread, as if all of it were touched. Nothing was measured for it.',
  points: [],
  extrapolated: [{ x: ARTICLE.units, y: ARTICLE.bytes }],
}

/** The lines, SIMULATED, from the fewest units on; what they PREDICTED is drawn for the thread, to keep words apart. */
export function manyModels({ predictions }: ShownRun): CurveModel[] {
  return predictions.flatMap((prediction): CurveModel[] => {
    const line = lineOf(prediction)
    const least = Math.min(...prediction.model.fittedOn.map(({ x }) => x))
    if (!line || !Number.isFinite(least) || !PREDICTED_IDS.includes(prediction.of.id)) return []
    const points = Array.from({ length: STEPS + 1 }, (_, step) => {
      const x = least * (ARTICLE.units / least) ** (step / STEPS)
      return { x, y: memoryOfUnits(line, x) }
    })
    const model = { of: prediction.of.id, name: 'base + N × per unit', points }
    return [prediction.of.id === 'thread' ? { ...model, predicted: predictedTogether(prediction) } : model]
  })
}

function predictedTogether({ value, interval, score, model }: Prediction): NonNullable<CurveModel['predicted']> {
  const units = model.at
  return {
    x: units,
    value: value * units,
    interval: [interval[0] * units, interval[1] * units],
    score: score && `MEASURED ${formatFigure(score.measured * units, 'B')}, ${scoreWords(score)}`,
  }
}

/** What 100,000 threads would take, once the run is over. */
export function manyTitle({ state }: ShownRun, curves: readonly Curve[]): string {
  const thread = curves.find(({ key }) => key === 'thread')?.extrapolated?.[0]
  if (state !== 'complete' || !thread) return 'What would 100,000 of these take?'
  const virtual = curves.find(({ key }) => key === 'addresses')?.extrapolated?.[0]
  const reserved = virtual ? `, and ${formatBytes(virtual.y)} of addresses` : ''
  return `SIMULATED: ${formatCount(thread.x)} idle threads would take ${formatBytes(thread.y)} of memory${reserved}.`
}
