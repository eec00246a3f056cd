import { normalUpperTail } from './normal.ts'
import { sortSamples } from './quantile.ts'

/** Up to this many samples on either side, and without ties, every arrangement is counted. */
const MOST_SAMPLES_COUNTED = 20

/**
 * Whether one group tends to larger values than the other. `u` is the number of pairs in which the sample of `a` is the
 * larger, an equal pair counting half; `p` is how likely a u at least as far from the middle is, in either
 * direction, if both came from one distribution. Both without unit. Assumes independent samples.
 *
 * Exact for small groups without ties (Mann and Whitney, Annals of Mathematical Statistics 18(1), 1947); otherwise the
 * normal approximation, corrected for ties and continuity (Conover, Practical Nonparametric Statistics, section 5.1).
 *
 * @throws RangeError when a group is empty or a sample is not finite
 */
export function mannWhitney(a: ArrayLike<number>, b: ArrayLike<number>): { u: number; p: number } {
  if (a.length === 0 || b.length === 0) throw new RangeError('Mann–Whitney needs samples in both groups')
  const { u, tieTerm } = compare(a, b)
  const exact = tieTerm === 0 && Math.max(a.length, b.length) <= MOST_SAMPLES_COUNTED
  return { u, p: exact ? exactP(u, a.length, b.length) : approximateP(u, a.length, b.length, tieTerm) }
}

/** Merges the groups in order; `tieTerm` is Σ(t³ − t) over all runs of t equal values. */
function compare(a: ArrayLike<number>, b: ArrayLike<number>): { u: number; tieTerm: number } {
  const left = sortSamples(a)
  const right = sortSamples(b)
  let u = 0
  let tieTerm = 0
  let i = 0
  let j = 0
  while (i < left.length || j < right.length) {
    const value = Math.min(left[i] ?? Infinity, right[j] ?? Infinity)
    const iFirst = i
    const jFirst = j
    while (left[i] === value) i++
    while (right[j] === value) j++
    u += (i - iFirst) * (jFirst + (j - jFirst) / 2)
    const equal = i - iFirst + j - jFirst
    tieTerm += equal ** 3 - equal
  }
  return { u, tieTerm }
}

/**
 * The counts of arrangements by u are the coefficients of the Gaussian binomial ∏ (1 − q^(n+i)) / (1 − q^i), i = 1…m,
 * whole numbers far below 2⁵³ here.
 */
function exactP(u: number, m: number, n: number): number {
  const arrangements = new Float64Array(m * n + 1)
  arrangements[0] = 1
  const at = (index: number) => arrangements[index] ?? 0
  for (let i = 1; i <= m; i++) {
    for (let k = m * n; k >= n + i; k--) arrangements[k] = at(k) - at(k - n - i)
    for (let k = i; k <= m * n; k++) arrangements[k] = at(k) + at(k - i)
  }
  const total = arrangements.reduce((sum, count) => sum + count, 0)
  const tail = arrangements.subarray(0, Math.min(u, m * n - u) + 1).reduce((sum, count) => sum + count, 0)
  return Math.min(1, (2 * tail) / total)
}

function approximateP(u: number, m: number, n: number, tieTerm: number): number {
  const all = m + n
  const variance = ((m * n) / 12) * (all + 1 - tieTerm / (all * (all - 1)))
  // All values equal: nothing speaks for a difference. (Rounding can leave a trace of variance below 0.)
  if (!(variance > 0)) return 1
  const distance = Math.max(0, Math.abs(u - (m * n) / 2) - 0.5)
  return Math.min(1, 2 * normalUpperTail(distance / Math.sqrt(variance)))
}
