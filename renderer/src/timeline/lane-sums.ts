import { TONES, type Spans } from './timeline.ts'

/** So many spans are summed up together. */
export const BLOCK = 32
/** A lane with fewer spans is quickly gone through one by one. */
const FEW = 4_096

const known = new WeakMap<Spans, Float64Array>()

/**
 * How long the spans of each whole block last in each tone: nanoseconds, by block and tone. Made once for a lane when it is first
 * drawn, so that what a pixel of a long timeline covers need not be summed up span by span in every frame. Null for a short lane.
 */
export function blockSums(spans: Spans): Float64Array | null {
  const { count, from, to, tone } = spans
  if (count < FEW) return null
  let sums = known.get(spans)
  if (sums) return sums
  const tones = TONES.length
  const summed = Math.floor(count / BLOCK) * BLOCK
  sums = new Float64Array((summed / BLOCK) * tones)
  for (let index = 0; index < summed; index++) {
    const place = Math.floor(index / BLOCK) * tones + (tone[index] ?? 0)
    sums[place] = (sums[place] ?? 0) + (to[index] ?? 0) - (from[index] ?? 0)
  }
  known.set(spans, sums)
  return sums
}
