import type { Condition, SeriesIdentity, Unit } from '../../contract/series.ts'

/** A constant of a line, named as the line's formula names it. */
interface Coefficient {
  name: string
  unit: string
}

/** A series whose figures lie on a line over one of its circumstances, and how the line is taken out of a run. */
export interface LineRule {
  experiment: string
  series: string
  part: string
  unit: Unit
  /** The circumstance that varies along the line; all others have to agree. */
  along: string
  /** The x of a configuration; null for one that the line does not hold for. */
  xOf(condition: Condition): number | null
  /** Which of the x at hand a line may be fitted on. */
  fitted(xs: readonly number[]): number[]
  /**
   * Whether the line promises anything above the places that it was fitted on. None does below them: what the smallest
   * configuration costs drowns in the scatter of larger ones.
   */
  extrapolates: boolean
  /**
   * What the points are: figures of the run itself, or what it measured beforehand to fit a line of its own, where a
   * run has one place only.
   */
  points: 'figures' | 'calibration'
  /** Whether the line gives the sum over x units, of which the series measures one. */
  isSum: boolean
  /** The circumstances that the constants are told for. */
  usual: Condition
  form: string
  /** What x is. */
  variable: string
  fixed: Coefficient
  perUnit: Coefficient
}

/** Whether a configuration is on the line, and has all circumstances of another but the one that varies. */
export function isAlike(rule: LineRule, one: Condition, other: Condition): boolean {
  const names = new Set([...Object.keys(one), ...Object.keys(other)])
  names.delete(rule.along)
  return rule.xOf(one) !== null && [...names].every((name) => one[name] === other[name])
}

/** Whether all these circumstances are among those of a configuration. */
export function hasAll(condition: Condition, wanted: Condition): boolean {
  return Object.entries(wanted).every(([name, value]) => condition[name] === value)
}

/** Whether a rule speaks of this series. */
export function speaksOf(rule: LineRule, experiment: string, { id, part, condition }: SeriesIdentity): boolean {
  return rule.experiment === experiment && rule.series === id && rule.part === part && rule.xOf(condition) !== null
}
