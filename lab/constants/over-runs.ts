import type { Interval } from '../../contract/series.ts'
import { studentUpperQuantile } from '../statistics/student.ts'

/** From so many runs on, their scatter says where another run would come out. */
export const FEWEST_RUNS = 3
const TAIL = 0.025

interface Estimate {
  value: number
  interval: Interval
}

/**
 * One estimate from those of several runs, the newest first.
 *
 * Runs differ by more than the scatter within one: layout of memory, neighbours, temperature. From three runs on, the
 * estimate is their mean and its interval Student's prediction interval for one further run,
 * mean ± t · s · √(1 + 1/n), at 95 % (Hahn and Meeker, Statistical Intervals, 1991, section 4.4): wide with three runs,
 * because three say little. With fewer nothing is known of the scatter between runs: the newest run's own estimate and
 * interval are given, and `covers` says that it is no more than that. No end changes sign against the estimate, as these
 * are costs.
 *
 * @throws RangeError when there is no run
 */
export function overRuns(runs: readonly Estimate[]): Estimate & { covers: 'within-run' | 'between-runs' } {
  const newest = runs[0]
  if (newest === undefined) throw new RangeError('an estimate over runs needs a run')
  if (runs.length < FEWEST_RUNS) return { ...newest, covers: 'within-run' }
  const n = runs.length
  const mean = runs.reduce((sum, { value }) => sum + value, 0) / n
  const variance = runs.reduce((sum, { value }) => sum + (value - mean) ** 2, 0) / (n - 1)
  const reach = studentUpperQuantile(TAIL, n - 1) * Math.sqrt(variance * (1 + 1 / n))
  const low = mean - reach
  const high = mean + reach
  return {
    value: mean,
    interval: mean >= 0 ? [Math.max(0, low), high] : [low, Math.min(0, high)],
    covers: 'between-runs',
  }
}
