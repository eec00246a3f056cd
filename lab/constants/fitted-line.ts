import type { Condition, Interval } from '../../contract/series.ts'
import type { Line } from '../../model/line.ts'
import { isAlike, type LineRule } from '../../model/constants/line-rule.ts'
import { theilSen } from '../statistics/theil-sen.ts'
import type { RunFigures } from './run-figures.ts'

interface Point {
  condition: Condition
  x: number
  y: number
  interval: Interval
  samples: number
}

/** A line as one run has it. */
export interface FittedLine {
  run: string
  startedAt: string
  points: readonly Omit<Point, 'interval'>[]
  best: Line
  /** The lines that the intervals of the points allow at the utmost. */
  extremes: readonly Line[]
}

/** A slope needs two places. */
const FEWEST_PLACES = 2
/** With more points than this, the utmost lines are taken through all low and all high ends. */
const MOST_CORNERS = 8

/**
 * The line of one run, through configurations that have the circumstances of `like`. Where it is to predict `target`, what
 * was measured there is left out. Null where the run has too few other places, none below the target, or none above it for
 * a line that promises nothing beyond.
 */
export function fitLine(rule: LineRule, run: RunFigures, like: Condition, target?: number): FittedLine | null {
  if (run.experiment !== rule.experiment) return null
  const line = rule.points === 'figures' ? throughFigures(rule, run, like, target) : ofCalibration(rule, run, like)
  if (line === null || target === undefined) return line
  const xs = line.points.map(({ x }) => x)
  if (xs.includes(target)) return null
  return Math.min(...xs) < target && (rule.extrapolates || target < Math.max(...xs)) ? line : null
}

function throughFigures(
  rule: LineRule,
  { run, startedAt, figures }: RunFigures,
  like: Condition,
  target: number | undefined,
): FittedLine | null {
  const all = figures.flatMap(({ id, part, condition, median, interval, count }): Point[] => {
    if (id !== rule.series || part !== rule.part || !isAlike(rule, condition, like)) return []
    const x = rule.xOf(condition)
    return x === null || x === target ? [] : [{ condition, x, y: median, interval, samples: count }]
  })
  const places = rule.fitted(all.map(({ x }) => x))
  const points = all.filter(({ x }) => places.includes(x))
  if (new Set(points.map(({ x }) => x)).size < FEWEST_PLACES) return null
  const best = lineThrough(points.map(({ x, y }) => ({ x, y })))
  return { run, startedAt, points: points.map(({ interval: _, ...point }) => point), best, extremes: extremes(points) }
}

/** As the run fitted it itself, on what it measured before its own figures. The ends of both intervals go together. */
function ofCalibration(
  rule: LineRule,
  { run, startedAt, calibrations }: RunFigures,
  like: Condition,
): FittedLine | null {
  const own = calibrations.find(
    ({ of }) => of.id === rule.series && of.part === rule.part && isAlike(rule, of.condition, like),
  )
  if (!own) return null
  const { [rule.fixed.name]: fixed, [rule.perUnit.name]: perUnit } = own.model.constants
  if (!fixed || !perUnit || own.model.fittedOn.length < FEWEST_PLACES) return null
  return {
    run,
    startedAt,
    points: own.model.fittedOn.map(({ condition, x, y }) => ({ condition, x, y, samples: 0 })),
    best: { fixed: fixed.value, perUnit: perUnit.value },
    extremes: [0, 1].flatMap((end) => {
      const [a, b] = [fixed.interval[end], perUnit.interval[end]]
      return a === undefined || b === undefined ? [] : [{ fixed: a, perUnit: b }]
    }),
  }
}

/** Every choice of low and high ends of the points' intervals, one line each. */
function extremes(points: readonly Point[]): Line[] {
  const corners = points.length > MOST_CORNERS ? [0, 2 ** points.length - 1] : range(2 ** points.length)
  return corners.map((corner) =>
    lineThrough(points.map(({ x, interval: [low, high] }, i) => ({ x, y: (corner >> i) % 2 === 0 ? low : high }))),
  )
}

const range = (length: number): number[] => Array.from({ length }, (_, i) => i)

function lineThrough(points: readonly { x: number; y: number }[]): Line {
  const { intercept, slope } = theilSen(points)
  return { fixed: intercept, perUnit: slope }
}

/** A figure of the line with the interval that the utmost lines give it. */
export function ofLine(
  { best, extremes: utmost }: FittedLine,
  figure: (line: Line) => number,
): { value: number; interval: Interval } {
  const value = figure(best)
  const all = [value, ...utmost.map(figure)]
  return { value, interval: [Math.min(...all), Math.max(...all)] }
}
