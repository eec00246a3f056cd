import type { Condition } from '../../contract/series.ts'
import type { LineRule } from './line-rule.ts'

/** The median of one series under the circumstances that are named; others may vary. */
interface FigureRule {
  series: string
  part: string
  condition: Condition
}

/** How a constant is taken out of a stored run. */
export type Taken =
  | ({ by: 'figure' } & FigureRule)
  /** What one series takes more than another of the same run. */
  | { by: 'difference'; of: FigureRule; less: FigureRule }
  | { by: 'line'; line: LineRule; coefficient: 'fixed' | 'perUnit' }

/** A figure that others published, until this machine has one of its own. */
export interface Published {
  value: number
  source: string
  /** On which machine, and how it was put together. */
  about: string
}

/** A constant of the cost model: what it means, and the rule that takes it out of a run. */
export interface ConstantRule {
  id: string
  title: string
  /** For a student, in one or two sentences. */
  explanation: string
  experiment: string
  unit: string
  taken: Taken
  published?: Published
}
