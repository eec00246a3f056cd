import { scaleLinear, scaleLog, scaleSymlog } from 'd3-scale'
import type { CurveXAxis } from './curve.ts'

/** Where the values of the varied condition lie between two edges of the picture. */
export function scaleX(
  { scale, constant = 1 }: Pick<CurveXAxis, 'scale' | 'constant'>,
  places: readonly number[],
  range: readonly [number, number],
): (x: number) => number {
  const least = Math.min(...places)
  const greatest = Math.max(...places)
  if (!Number.isFinite(least)) return () => range[0]
  if (scale === 'log2') {
    const low = Math.max(least, Number.MIN_VALUE)
    return scaleLog([low, Math.max(greatest, low * 2)], range)
      .base(2)
      .clamp(true)
  }
  // A condition that begins at 0 or above it is seen from 0.
  const domain = [Math.min(0, least), Math.max(1, greatest)]
  return scale === 'symlog' ? scaleSymlog(domain, range).constant(constant) : scaleLinear(domain, range)
}

/** Which of the labels have room beside each other; the last one always has. */
export function labelsWithRoom(labels: readonly { place: number; width: number }[], gap = 10): ReadonlySet<number> {
  const kept: number[] = []
  let edge = Infinity
  for (let index = labels.length - 1; index >= 0; index--) {
    const label = labels[index]
    if (!label || label.place + label.width / 2 > edge) continue
    kept.push(index)
    edge = label.place - label.width / 2 - gap
  }
  return new Set(kept)
}
