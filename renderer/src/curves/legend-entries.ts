import type { Curve, CurveModel } from './curve.ts'

/** What a key of the legend looks like. */
export type LegendKey = 'measured' | 'simulated' | 'predicted' | 'extrapolated'

export interface LegendEntry {
  key: LegendKey
  words: string
}

/** The width of the drawing before the words of an entry. */
export const KEY_WIDTH = 34

/** What the marks of a picture mean; the words stand in every export too. */
export function legendEntries(
  curves: readonly Curve[],
  models: readonly CurveModel[],
  /** What shapes mean, where they mean more than one line from another. */
  marksMean: string,
): LegendEntry[] {
  const forms = [...new Set(models.map(({ name }) => name))]
  const measured = `MEASURED median, 95 % interval${marksMean === '' ? '' : `; ${marksMean}`}`
  return [
    { key: 'measured', words: measured },
    ...(curves.some(({ extrapolated }) => extrapolated && extrapolated.length > 0)
      ? [{ key: 'extrapolated' as const, words: 'EXTRAPOLATED beyond what was measured' }]
      : []),
    ...(forms.length > 0 ? [{ key: 'simulated' as const, words: `SIMULATED ${forms.join('; ')}` }] : []),
    ...(models.some(({ predicted }) => predicted)
      ? [{ key: 'predicted' as const, words: 'PREDICTED, 95 % interval of the fit' }]
      : []),
  ]
}
