import { quantile, sortSamples, type SortedSamples } from './quantile.ts'

/** In decades, 1.2 %: samples that are all alike draw a narrow hill and not a needle of no width. */
const NARROWEST_BANDWIDTH = 0.005
/** How far the curve runs on beyond the least and greatest sample, where it is as good as 0. */
const MARGIN_IN_BANDWIDTHS = 3
/** Fine enough that counting samples per bin first changes the curve by less than a pixel. */
const BINS = 1024

/**
 * Quantiles at evenly spaced probabilities from 0 to 1, in the samples' unit: drawn against those probabilities they
 * are the cumulative distribution. No points when there is no sample.
 *
 * @param count of points, 2 at least
 * @throws RangeError when the count is not a whole number from 2
 */
export function ecdfPoints(sorted: SortedSamples, count = 101): number[] {
  requireAtLeastTwo(count)
  if (sorted.length === 0) return []
  return Array.from({ length: count }, (_, index) => quantile(sorted, index / (count - 1)))
}

/**
 * Where on a logarithmic axis the samples lie dense: `x` in the samples' unit, evenly spaced in log10(x), and `y` scaled
 * so that its greatest value is 1. Samples of 0 or less have no place on that axis and are left out; no points when
 * none remains.
 *
 * Gaussian kernels over log10 of the samples, with Silverman's rule of thumb for the bandwidth
 * (Density Estimation for Statistics and Data Analysis, 1986, equation 3.31), but never narrower than
 * NARROWEST_BANDWIDTH or than one step from point to point, so that no hill falls between two points.
 *
 * @param points how many, 2 at least
 * @throws RangeError when the number of points is not a whole number from 2
 */
export function logDensity(sorted: SortedSamples, points = 64): { x: number[]; y: number[] } {
  requireAtLeastTwo(points)
  const logs = sortSamples(sorted.filter((value) => value > 0).map(Math.log10))
  const first = logs[0]
  const last = logs[logs.length - 1]
  if (first === undefined || last === undefined) return { x: [], y: [] }

  const bandwidth = Math.max(silvermanBandwidth(logs), NARROWEST_BANDWIDTH, (last - first) / (points - 1))
  const low = first - MARGIN_IN_BANDWIDTHS * bandwidth
  const width = last + MARGIN_IN_BANDWIDTHS * bandwidth - low
  const bins = countPerBin(logs, low, width)
  const places = Array.from({ length: points }, (_, index) => low + (width * index) / (points - 1))
  const heights = places.map((place) => kernelSum(bins, (place - low) / width, bandwidth / width))
  const greatest = Math.max(...heights)
  return { x: places.map((place) => 10 ** place), y: heights.map((height) => height / greatest) }
}

function silvermanBandwidth(logs: SortedSamples): number {
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length
  const variance = logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / Math.max(1, logs.length - 1)
  const quartileRange = quantile(logs, 0.75) - quantile(logs, 0.25)
  return 0.9 * Math.min(Math.sqrt(variance), quartileRange / 1.34) * logs.length ** -0.2
}

function countPerBin(logs: SortedSamples, low: number, width: number): Uint32Array {
  const bins = new Uint32Array(BINS)
  for (const log of logs) {
    const bin = Math.floor(((log - low) / width) * BINS)
    bins[bin] = (bins[bin] ?? 0) + 1
  }
  return bins
}

/** The sum of the kernels at a place, with places and bandwidth as shares of the width of all bins. */
function kernelSum(bins: Uint32Array, place: number, bandwidth: number): number {
  return bins.reduce((sum, count, bin) => {
    if (count === 0) return sum
    const distance = (place - (bin + 0.5) / BINS) / bandwidth
    return sum + count * Math.exp((-distance * distance) / 2)
  }, 0)
}

function requireAtLeastTwo(points: number): void {
  if (!Number.isInteger(points) || points < 2) throw new RangeError(`a curve needs two points at least, not ${points}`)
}
