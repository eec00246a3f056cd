import { quantile, type SortedSamples } from './quantile.ts'

/** Tukey's factor: about 0.7 % of normal samples lie outside. */
const FENCE_IN_QUARTILE_RANGES = 1.5

/**
 * How many samples lie outside Tukey's fences, 1.5 interquartile ranges beyond the quartiles, and where the fences
 * are, in the samples' unit. A sample on a fence is inside. For counting, never for discarding
 * (Tukey, Exploratory Data Analysis, 1977; quartiles of type 7).
 *
 * @throws RangeError when there is no sample
 */
export function countOutliers(sorted: SortedSamples): { low: number; high: number; fences: [number, number] } {
  const lowerQuartile = quantile(sorted, 0.25)
  const upperQuartile = quantile(sorted, 0.75)
  const reach = FENCE_IN_QUARTILE_RANGES * (upperQuartile - lowerQuartile)
  const fences: [number, number] = [lowerQuartile - reach, upperQuartile + reach]
  let low = 0
  let high = 0
  for (const sample of sorted) {
    if (sample < fences[0]) low++
    else if (sample > fences[1]) high++
  }
  return { low, high, fences }
}
