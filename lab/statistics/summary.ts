import type { Summary } from '../../contract/series.ts'
import { medianInterval, type Blocks } from './bootstrap.ts'
import { poolSamples } from './pool.ts'
import { medianAbsoluteDeviation, quantile } from './quantile.ts'
import { countOutliers } from './tukey.ts'

/**
 * What the samples of a series come to, in the samples' unit; null when there is no sample. `overhead`, what the
 * harness itself costs per sample, is subtracted from every figure that says where samples lie (median, interval,
 * percentiles, min, max); the spread and the counts do not depend on it. A figure may come out below 0 where an
 * operation costs no more than the harness.
 *
 * @param blocks one per round; see `medianInterval`
 * @param options.overhead in the samples' unit
 * @throws RangeError when a sample is not finite
 */
export function summarise(
  blocks: Blocks,
  options: { readonly seed: number; readonly overhead: number; readonly resamples?: number },
): Summary | null {
  const { overhead, ...bootstrapOptions } = options
  const sorted = poolSamples(blocks).values
  if (sorted.length === 0) return null

  const { median, interval } = medianInterval(blocks, bootstrapOptions)
  const percentile = (p: number) => quantile(sorted, p) - overhead
  const outliers = countOutliers(sorted)
  return {
    median: median - overhead,
    interval: [interval[0] - overhead, interval[1] - overhead],
    p5: percentile(0.05),
    p25: percentile(0.25),
    p75: percentile(0.75),
    p95: percentile(0.95),
    p99: percentile(0.99),
    min: percentile(0),
    max: percentile(1),
    mad: medianAbsoluteDeviation(sorted),
    count: sorted.length,
    outliers: outliers.low + outliers.high,
    overhead,
  }
}
