import { normalUpperQuantile } from './normal.ts'
import type { SortedSamples } from './quantile.ts'

/** Up to here the binomial distribution is summed exactly; beyond, the normal curve agrees to within one rank. */
const MOST_SAMPLES_SUMMED = 500

/**
 * The interval for the median, in the samples' unit, that would hold if all samples were independent. Where the medians
 * of blocks scatter more than this allows, something changed between the rounds.
 *
 * Two order statistics, the same rank from either end, that miss the median with probability at most 1 − confidence
 * whatever the distribution (Conover, Practical Nonparametric Statistics, 3rd edition, section 3.2). Five samples or
 * fewer cannot give 95 %: the answer is then their whole range.
 *
 * @param confidence between 0 and 1, both excluded
 * @throws RangeError when there is no sample or the confidence is out of range
 */
export function medianIntervalIfIndependent(sorted: SortedSamples, confidence = 0.95): [number, number] {
  if (!(confidence > 0 && confidence < 1)) throw new RangeError(`confidence must lie between 0 and 1: ${confidence}`)
  const count = sorted.length
  const tail = (1 - confidence) / 2
  const outside = count > MOST_SAMPLES_SUMMED ? outsideByNormal(count, tail) : outsideByBinomial(count, tail)
  const low = sorted[outside]
  const high = sorted[count - 1 - outside]
  if (low === undefined || high === undefined) throw new RangeError('an interval needs at least one sample')
  return [low, high]
}

/** The most samples that may be left out at one end: the greatest k with P(Binomial(count, ½) ≤ k) ≤ tail. */
function outsideByBinomial(count: number, tail: number): number {
  let probability = 2 ** -count
  let cumulative = probability
  let outside = 0
  while (cumulative <= tail) {
    probability *= (count - outside) / (outside + 1)
    cumulative += probability
    outside++
  }
  return Math.max(0, outside - 1)
}

function outsideByNormal(count: number, tail: number): number {
  return Math.floor((count - normalUpperQuantile(tail) * Math.sqrt(count) - 1) / 2)
}
