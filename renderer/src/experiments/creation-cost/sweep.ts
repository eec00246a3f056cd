import { formatFigure, formatRatio, formatRatioInterval, scoreWords } from '../../../../contract/figures.ts'
import type { Prediction } from '../../../../contract/prediction.ts'
import { seriesKey } from '../../../../contract/series-key.ts'
import type { Ratio, SeriesIdentity } from '../../../../contract/series.ts'
import { pageTablePages } from '../../../../model/fork-cost.ts'
import { costAt } from '../../../../model/line.ts'
import type { Curve, CurveModel, CurveXAxis, Place } from '../../curves/curve.ts'
import { measuredPoint } from '../../curves/measured-point.ts'
import { ownRatios, plannedSeries, type ShownRun } from '../../measuring/shown-run.ts'

const PAGE_SIZES = [
  { pages: '4k', words: '4 KiB', mark: 'circle' },
  { pages: 'huge', words: 'huge', mark: 'square' },
] as const

/** Few lines tell the story; the others can be added. */
export const FIRST_SHOWN = ['fork 4k', 'fork huge', 'vfork 4k', 'pthread 4k']

/** The parent's touched memory, seen from 0: below `constant` the axis is as good as linear. */
export const PARENT_AXIS: CurveXAxis = {
  title: 'MiB touched by the parent',
  scale: 'symlog',
  constant: 32,
  format: (parentMiB) => `${parentMiB} MiB`,
  tick: String,
}

/** Parent sizes that the run covers, the smallest first. */
export function parentSizes(plan: readonly SeriesIdentity[]): number[] {
  const sizes = plan.flatMap(({ condition }) =>
    typeof condition['parentMiB'] === 'number' ? [condition['parentMiB']] : [],
  )
  return [...new Set(sizes)].sort((a, b) => a - b)
}

/** Whether lines for two sizes of page have to be told apart. */
export function hasBothPageSizes(plan: readonly SeriesIdentity[]): boolean {
  return plan.some(({ condition }) => condition['pages'] === 'huge' && condition['parentMiB'] !== 0)
}

/**
 * One curve for each series and size of page. A parent that touched nothing has no page size; its point begins both
 * curves of a series.
 */
export function sweepCurves(shown: ShownRun, part: string): Curve[] {
  const bothPages = hasBothPageSizes(shown.plan)
  return plannedSeries(shown).flatMap(({ id, kind, explanation }) =>
    PAGE_SIZES.flatMap(({ pages, words, mark }): Curve[] => {
      const own = shown.plan.filter(
        (one) => one.id === id && one.part === part && one.condition['parentMiB'] !== undefined,
      )
      if (!own.some(({ condition }) => condition['pages'] === pages && condition['parentMiB'] !== 0)) return []
      const points = own
        .filter(({ condition }) => condition['pages'] === pages || condition['parentMiB'] === 0)
        .map((identity) => {
          const parentMiB = Number(identity.condition['parentMiB'])
          const where = parentMiB === 0 ? '0 MiB' : `${parentMiB} MiB in ${words} pages`
          return {
            ...measuredPoint(shown, identity, parentMiB),
            words: `${id}, parent touched ${where}`,
            notes: ratioNotes(shown, identity),
          }
        })
        .sort((a, b) => a.x - b.x)
      return [{ key: `${id} ${pages}`, name: bothPages ? `${id}, ${words}` : id, kind, explanation, mark, points }]
    }),
  )
}

function ratioNotes(shown: ShownRun, identity: SeriesIdentity): string[] {
  const growth = growthOf(shown.ratios, identity)
  const ratio = ownRatios(shown).get(seriesKey(identity))
  return [
    ...(growth ? [`${formatRatioInterval(growth)} against 0 MiB`] : []),
    ...(ratio ? [`${formatRatioInterval(ratio)} against ${ratio.to.id}`] : []),
  ]
}

/** The ratio of a series to itself in a parent that touched nothing. */
function growthOf(ratios: readonly Ratio[], identity: SeriesIdentity): Ratio | null {
  const key = seriesKey(identity)
  return ratios.find(({ of, to }) => to.id === of.id && seriesKey(of) === key) ?? null
}

/** The model of the series that was predicted for this part, from 0 to the largest parent. */
export function sweepModels({ predictions, plan }: ShownRun, part: string): CurveModel[] {
  const largest = parentSizes(plan).at(-1) ?? 0
  return predictions
    .filter(({ of }) => of.part === part)
    .map((prediction) => ({
      of: `${prediction.of.id} 4k`,
      name: prediction.model.form,
      points: modelCurve(prediction, largest),
      predicted: {
        x: Number(prediction.of.condition['parentMiB']),
        value: prediction.value,
        interval: prediction.interval,
        score: fared(prediction),
      },
    }))
}

/** The model's cost over parent sizes, SIMULATED, close enough to draw a curve; nothing if its constants are others. */
export function modelCurve({ model }: Prediction, largestMiB: number, steps = 64): Place[] {
  const { a, b } = model.constants
  if (!a || !b) return []
  const line = { fixed: a.value, perUnit: b.value }
  // Denser towards 0, where the axis gives the most room to a MiB.
  return Array.from({ length: steps + 1 }, (_, step) => {
    const parentMiB = largestMiB * (step / steps) ** 3
    return { x: parentMiB, y: costAt(line, pageTablePages(parentMiB)) }
  })
}

/** How a prediction fared, once it is known. */
export function fared({ score, unit }: Prediction): string | null {
  return score && `MEASURED ${formatFigure(score.measured, unit)}, ${scoreWords(score)}`
}

/** The title of the picture, from the ratios at the largest parent. */
export function sweepTitle({ state, ratios }: ShownRun, curves: readonly Curve[]): string {
  const question = 'How does the cost grow with the memory of the parent?'
  if (state !== 'complete') return question
  const last = (key: string): { parentMiB: number; growth: Ratio } | null => {
    const point = curves.find((curve) => curve.key === key)?.points.at(-1)
    const growth = point?.identity ? growthOf(ratios, point.identity) : null
    return point && growth ? { parentMiB: point.x, growth } : null
  }
  const fork = last('fork 4k')
  if (!fork) return question
  const claim =
    fork.growth.verdict === 'no-difference-shown'
      ? `From 0 to ${fork.parentMiB} MiB of parent, no difference is shown for fork`
      : `From 0 to ${fork.parentMiB} MiB of parent, fork grows to ${formatRatio(fork.growth.ratio)} its cost`
  const thread = last('pthread 4k')
  if (thread?.parentMiB !== fork.parentMiB) return `${claim}.`
  return thread.growth.verdict === 'no-difference-shown'
    ? `${claim}; for a thread no difference is shown.`
    : `${claim}, a thread to ${formatRatio(thread.growth.ratio)}.`
}
