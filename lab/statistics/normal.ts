/** From here on the series for the middle of the curve would lose the digits of the small tail. */
const TAIL_BEGINS = 3
/** Enough for full double precision from TAIL_BEGINS on. */
const FRACTION_TERMS = 120

/**
 * The probability that a standard normal variable exceeds `z`; keeps its relative precision far out in the tail.
 *
 * Around 0 the series of Marsaglia (Evaluating the Normal Distribution, Journal of Statistical Software 11(4),
 * 2004), beyond it Laplace's continued fraction (Abramowitz and Stegun 26.2.14).
 */
export function normalUpperTail(z: number): number {
  if (z < -TAIL_BEGINS) return 1 - normalUpperTail(-z)
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)
  if (z > TAIL_BEGINS) {
    let fraction = z
    for (let term = FRACTION_TERMS; term >= 1; term--) fraction = z + term / fraction
    return density / fraction
  }
  let sum = z
  let addend = z
  for (let odd = 3; Math.abs(addend) > Number.EPSILON * Math.abs(sum); odd += 2) {
    addend *= (z * z) / odd
    sum += addend
  }
  return 0.5 - density * sum
}

/**
 * The z that a standard normal variable exceeds with probability `tail`: 1.96 for 0.025. By bisection, since it is
 * asked for once per interval.
 *
 * @param tail between 0 and 1, both excluded
 * @throws RangeError for any other tail
 */
export function normalUpperQuantile(tail: number): number {
  if (!(tail > 0 && tail < 1)) throw new RangeError(`a tail probability lies between 0 and 1, not at ${tail}`)
  let low = -40
  let high = 40
  for (let halving = 0; halving < 64; halving++) {
    const middle = (low + high) / 2
    if (normalUpperTail(middle) > tail) low = middle
    else high = middle
  }
  return (low + high) / 2
}
