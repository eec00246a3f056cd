import type { ConstantInRun, ModelConstant } from '../../contract/cost-model.ts'
import { CATALOGUE } from '../../model/constants/catalogue.ts'
import type { ConstantRule, Taken } from '../../model/constants/constant-rule.ts'
import { hasAll, type LineRule } from '../../model/constants/line-rule.ts'
import type { Condition } from '../../contract/series.ts'
import { fitLine, ofLine } from './fitted-line.ts'
import { overRuns } from './over-runs.ts'
import type { Figure, RunFigures } from './run-figures.ts'

/** Every constant of the cost model as these runs of one machine have it, the newest run first. */
export function calibrate(runs: readonly RunFigures[]): ModelConstant[] {
  return CATALOGUE.map((rule) => constant(rule, runs))
}

function constant(rule: ConstantRule, runs: readonly RunFigures[]): ModelConstant {
  const { id, title, explanation, experiment, unit, published, taken } = rule
  const about = {
    ...{ id, title, explanation, experiment, unit },
    command: `threadlab measure ${experiment}`,
    predicts: taken.by === 'line' ? predictedBy(taken.line) : null,
  }
  const [newest, ...older] = runs.flatMap((run) => (run.experiment === experiment ? (inRun(taken, run) ?? []) : []))
  if (newest) {
    const { value, interval, covers } = overRuns([newest, ...older])
    return { ...about, value, interval, origin: { kind: 'measured', runs: [newest, ...older], covers } }
  }
  if (!published) return { ...about, value: null, interval: null, origin: { kind: 'unknown' } }
  const { value, source, about: whose } = published
  return { ...about, value, interval: null, origin: { kind: 'published', source, about: whose } }
}

const predictedBy = ({ series, variable }: LineRule): string => `${series}, over ${variable.replace(/;.*/, '')}`

function inRun(taken: Taken, run: RunFigures): ConstantInRun | null {
  const told = { run: run.run, startedAt: run.startedAt }
  switch (taken.by) {
    case 'figure': {
      const found = figureOf(taken, run)
      return found === undefined
        ? null
        : { ...told, value: found.median, interval: found.interval, samples: found.count }
    }
    case 'difference': {
      const [more, less] = [figureOf(taken.of, run), figureOf(taken.less, run)]
      if (!more || !less) return null
      return {
        ...told,
        value: more.median - less.median,
        // As wide as the two intervals allow: their rounds are not paired here.
        interval: [more.interval[0] - less.interval[1], more.interval[1] - less.interval[0]],
        samples: Math.min(more.count, less.count),
      }
    }
    case 'line': {
      const like = run.figures.find(({ id, part, condition }) => {
        const { line } = taken
        return id === line.series && part === line.part && line.xOf(condition) !== null && hasAll(condition, line.usual)
      })
      const fitted = like && fitLine(taken.line, run, like.condition)
      if (!fitted) return null
      const samples = fitted.points.reduce((sum, point) => sum + point.samples, 0)
      return { ...told, ...ofLine(fitted, (line) => line[taken.coefficient]), samples }
    }
  }
}

function figureOf(wanted: { series: string; part: string; condition: Condition }, run: RunFigures): Figure | undefined {
  return run.figures.find(
    ({ id, part, condition }) => id === wanted.series && part === wanted.part && hasAll(condition, wanted.condition),
  )
}
