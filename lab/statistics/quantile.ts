declare const brand: unique symbol

/** Finite samples in ascending order. Only `sortSamples` makes them, so nothing downstream sorts or checks again. */
export type SortedSamples = Float64Array & { readonly [brand]: true }

/**
 * A sorted copy of the values, in their unit.
 *
 * @throws RangeError when a value is NaN or infinite: no measurement gives one, so it is a bug upstream
 */
export function sortSamples(values: ArrayLike<number>): SortedSamples {
  const samples = Float64Array.from(values).sort()
  if (!areFiniteAndSorted(samples)) throw new RangeError('samples must be finite numbers')
  return samples
}

/**
 * The value below which the share `p` of the samples lies, in the samples' unit: linear between the two nearest
 * order statistics. Type 7 of Hyndman and Fan (Sample Quantiles in Statistical Packages, The American
 * Statistician 50(4), 1996), the default of R and NumPy.
 *
 * @param p from 0 (the least sample) to 1 (the greatest)
 * @throws RangeError when there is no sample or p is outside [0, 1]
 */
export function quantile(sorted: SortedSamples, p: number): number {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`a quantile needs p from 0 to 1, not ${p}`)
  const position = (sorted.length - 1) * p
  const below = sorted[Math.floor(position)]
  const above = sorted[Math.ceil(position)]
  if (below === undefined || above === undefined) throw new RangeError('a quantile needs at least one sample')
  return below + (above - below) * (position - Math.floor(position))
}

/** The 0.5 quantile, in the samples' unit. @throws RangeError when there is no sample */
export function median(sorted: SortedSamples): number {
  return quantile(sorted, 0.5)
}

/**
 * How far a typical sample lies from the median, in the samples' unit: the median of |sample − median|. Raw, without
 * the factor 1.4826 that would make it estimate a normal standard deviation.
 *
 * @throws RangeError when there is no sample
 */
export function medianAbsoluteDeviation(sorted: SortedSamples): number {
  const middle = median(sorted)
  return median(sortSamples(sorted.map((value) => Math.abs(value - middle))))
}

function areFiniteAndSorted(samples: Float64Array): samples is SortedSamples {
  // NaN fails every comparison, and the infinities sort to the ends.
  let previous = -Number.MAX_VALUE
  for (const sample of samples) {
    if (!(sample >= previous)) return false
    previous = sample
  }
  return previous <= Number.MAX_VALUE
}
