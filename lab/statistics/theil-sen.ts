import { median, sortSamples } from './quantile.ts'

/**
 * The line y = intercept + slope · x through points of which up to 29 % may be wild: slope in units of y per unit of x,
 * intercept in units of y.
 *
 * The median of the slopes of all pairs with distinct x, and the median of y − slope · x (Theil, 1950; Sen, Estimates
 * of the Regression Coefficient Based on Kendall's Tau, Journal of the American Statistical Association 63, 1968).
 * Time and space grow with the square of the number of points: meant for the steps of a sweep, not for samples.
 *
 * @throws RangeError when there are fewer than two distinct x, or a coordinate is not finite
 */
export function theilSen(points: readonly { x: number; y: number }[]): { slope: number; intercept: number } {
  const slopes: number[] = []
  points.forEach((point, index) => {
    for (const other of points.slice(index + 1)) {
      if (other.x !== point.x) slopes.push((other.y - point.y) / (other.x - point.x))
    }
  })
  if (slopes.length === 0) throw new RangeError('a slope needs points at two different x at least')
  const slope = median(sortSamples(slopes))
  return { slope, intercept: median(sortSamples(points.map(({ x, y }) => y - slope * x))) }
}
