import { normalUpperQuantile } from './normal.ts'

/** Beyond this the expansion below is exact to eight digits, and the finite series needlessly long. */
const MANY_DEGREES = 200

/**
 * The t that a Student variable exceeds with probability `tail`: 2.365 for 0.025 and 7 degrees of freedom.
 *
 * @param tail between 0 and 0.5, 0 excluded
 * @param degrees of freedom, a whole number from 1
 * @throws RangeError for any other tail or degrees
 */
export function studentUpperQuantile(tail: number, degrees: number): number {
  if (!(tail > 0 && tail <= 0.5)) throw new RangeError(`a Student tail lies between 0 and 0.5, not at ${tail}`)
  if (!Number.isInteger(degrees) || degrees < 1) throw new RangeError(`degrees of freedom cannot be ${degrees}`)
  if (degrees > MANY_DEGREES) return expandedAroundNormal(normalUpperQuantile(tail), degrees)
  // Bisection over the angle, which is bounded where t is not.
  let low = 0
  let high = Math.PI / 2
  for (let halving = 0; halving < 60; halving++) {
    const middle = (low + high) / 2
    if (upperTail(middle, degrees) > tail) low = middle
    else high = middle
  }
  return Math.sqrt(degrees) * Math.tan((low + high) / 2)
}

/** P(T > √degrees · tan angle), the finite series of Abramowitz and Stegun 26.7.3 and 26.7.4. */
function upperTail(angle: number, degrees: number): number {
  const cosine = Math.cos(angle)
  const odd = degrees % 2 === 1
  let addend = odd ? cosine : 1
  let sum = degrees === 1 ? 0 : addend
  for (let power = odd ? 3 : 2; power <= degrees - 2; power += 2) {
    addend *= ((power - 1) / power) * cosine * cosine
    sum += addend
  }
  const central = odd ? (2 / Math.PI) * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum
  return (1 - central) / 2
}

/** Student's quantile from the normal one, Abramowitz and Stegun 26.7.5. */
function expandedAroundNormal(z: number, degrees: number): number {
  const first = (z ** 3 + z) / 4
  const second = (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96
  const third = (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384
  return z + first / degrees + second / degrees ** 2 + third / degrees ** 3
}
