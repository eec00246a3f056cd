import type { Prediction } from '../../contract/prediction.ts'
import type { SeriesIdentity } from '../../contract/series.ts'
import { CATALOGUE } from '../../model/constants/catalogue.ts'
import { speaksOf, type LineRule } from '../../model/constants/line-rule.ts'
import { costAt, type Line } from '../../model/line.ts'
import { fitLine, ofLine, type FittedLine } from './fitted-line.ts'
import { overRuns } from './over-runs.ts'
import type { RunFigures } from './run-figures.ts'

/**
 * What earlier runs say that the series of a run will measure, before any sample of it. Each prediction comes from other
 * configurations than the one that it is for, in every one of those runs. Where there are only runs of the same
 * configuration there is no prediction: that would be a repetition.
 *
 * @param runs of the same machine, the newest first
 */
export function predictFromRuns(
  runs: readonly RunFigures[],
  experiment: string,
  planned: readonly SeriesIdentity[],
): Prediction[] {
  return planned.flatMap((of) => {
    const rule = LINES.find((line) => speaksOf(line, experiment, of))
    return rule ? predictOne(rule, runs, of) : []
  })
}

/** Each line once; constants of the same one share it. */
const LINES: readonly LineRule[] = CATALOGUE.flatMap(({ taken }) =>
  taken.by === 'line' && taken.coefficient === 'perUnit' ? [taken.line] : [],
)

function predictOne(rule: LineRule, runs: readonly RunFigures[], of: SeriesIdentity): Prediction[] {
  const at = rule.xOf(of.condition)
  if (at === null || (rule.isSum && at === 0)) return []
  const all = runs.flatMap((run) => fitLine(rule, run, of.condition, at) ?? [])
  if (all.length === 0) return []
  const figure = (line: Line): number => costAt(line, at) / (rule.isSum ? at : 1)
  const { covers, ...predicted } = overFitted(all, figure)
  if (predicted.value <= 0) return []
  // Nothing of the older ones is in it while there are too few of them.
  const used = covers === 'within-run' ? all.slice(0, 1) : all
  const fixed = overFitted(used, (line) => line.fixed)
  const perUnit = overFitted(used, (line) => line.perUnit)
  return [
    {
      of: { id: of.id, part: of.part, condition: of.condition },
      unit: rule.unit,
      ...predicted,
      madeAt: new Date().toISOString(),
      runs: used.map(({ run }) => run),
      model: {
        form: rule.form,
        constants: {
          [rule.fixed.name]: { value: fixed.value, interval: fixed.interval, unit: rule.fixed.unit },
          [rule.perUnit.name]: { value: perUnit.value, interval: perUnit.interval, unit: rule.perUnit.unit },
        },
        variable: rule.variable,
        at,
        fittedOn: used.flatMap(({ run, points }) => points.map(({ condition, x, y }) => ({ condition, x, y, run }))),
      },
      score: null,
    },
  ]
}

const overFitted = (lines: readonly FittedLine[], figure: (line: Line) => number): ReturnType<typeof overRuns> =>
  overRuns(lines.map((line) => ofLine(line, figure)))

/** Ids of the constants that a prediction of this experiment and series is made with. */
export function constantsBehind(experiment: string, of: SeriesIdentity): string[] {
  return CATALOGUE.flatMap(({ id, taken }) => (taken.by === 'line' && speaksOf(taken.line, experiment, of) ? [id] : []))
}
