import type { TaskKind } from '../../../contract/experiment.ts'
import type { Interval, SeriesIdentity } from '../../../contract/series.ts'
import type { Quantity } from '../charts/quantity.ts'

/** Solid shapes of measured points. A diamond is a prediction's; dashes and hollow marks are a model's. */
export const MARKS = ['circle', 'square', 'triangle', 'wedge', 'plus'] as const
export type Mark = (typeof MARKS)[number]

/** A measured place of a curve, or one that is still to be measured. */
export interface CurvePoint {
  x: number
  /** In the quantity of the picture; null while or where there is none. */
  median: number | null
  interval: Interval | null
  /** Samples behind it. */
  count: number
  /** Which measurement it is, where it is one. */
  identity?: SeriesIdentity
  /** Why there is no figure. */
  outcome?: string
  /** What is read at it; the curve's name and x by default. */
  words?: string
  /** What else is read at it, such as its ratio to another. */
  notes?: readonly string[]
}

/** One line of a picture: a series over a numeric condition. */
export interface Curve {
  key: string
  name: string
  kind: TaskKind
  /** The smallest x first. */
  points: readonly CurvePoint[]
  /** In one sentence, what the curve is of. */
  explanation?: string
  /** Where shapes have a meaning of their own; else curves of a kind get one each. */
  mark?: Mark
  /** Beyond what was measured: drawn hollow and dashed, from the last measured point on. */
  extrapolated?: readonly Place[]
}

export interface Place {
  x: number
  y: number
}

/** What a model says of a curve: SIMULATED, dashed, in the colour of the curve and drawn where it is. */
export interface CurveModel {
  /** Key of the curve. */
  of: string
  /** The formula in words. */
  name: string
  points: readonly Place[]
  predicted?: {
    x: number
    value: number
    interval: Interval
    /** How it fared. */
    score: string | null
    /** Its figure is read at the measured point only, where the words of several would cover each other. */
    wordless?: boolean
  }
}

/** The axis of the condition that is varied. */
export interface CurveXAxis {
  /** What it counts, with its unit: "MiB touched by the parent". */
  title: string
  /** `symlog` is even from 0 to `constant` and logarithmic beyond. */
  scale: 'linear' | 'symlog' | 'log2'
  constant?: number
  /** A value in words: "64 MiB". */
  format: (x: number) => string
  /** The same at the axis, where the title says the unit; as `format` by default. */
  tick?: (x: number) => string
}

/** The axis of what was measured. */
export interface CurveYAxis {
  /** What it counts: "time for one". */
  title: string
  quantity: Quantity
  /** By default logarithmic where the medians span more than two decades. */
  scale?: 'linear' | 'log'
  /** The domain before there is anything to show. */
  before?: readonly [number, number]
}

/** The shape of each curve, by its key: its own, or one for each of the curves that share a kind. */
export function marksOf(curves: readonly Curve[]): ReadonlyMap<string, Mark> {
  return new Map(
    curves.map((curve) => {
      const index = curves.filter(({ kind }) => kind === curve.kind).indexOf(curve)
      return [curve.key, curve.mark ?? MARKS[index % MARKS.length] ?? 'circle']
    }),
  )
}

/** Every x of the curves, once, the smallest first. */
export function placesOf(curves: readonly Curve[]): number[] {
  const all = curves.flatMap(({ points, extrapolated = [] }) => [...points, ...extrapolated].map(({ x }) => x))
  return [...new Set(all)].sort((a, b) => a - b)
}

/** Whether the picture's y is linear or logarithmic: as asked, else by how far all medians lie apart. */
export function spacingOf(curves: readonly Curve[], { scale }: CurveYAxis): 'linear' | 'log' {
  if (scale) return scale
  const medians = curves.flatMap(({ points }) => points.flatMap(({ median }) => median ?? []))
  if (medians.length === 0 || medians.some((median) => median <= 0)) return 'linear'
  return Math.max(...medians) / Math.min(...medians) > 100 ? 'log' : 'linear'
}
