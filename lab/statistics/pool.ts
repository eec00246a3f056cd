import { sortSamples, type SortedSamples } from './quantile.ts'

/**
 * One block of samples per round of the measurement, in one unit. The samples inside a block were taken within
 * moments of each other and share whatever the machine was doing then.
 */
export type Blocks = readonly ArrayLike<number>[]

/** All samples of some units of resampling, sorted once, each with the unit that it came from. */
export interface Pool {
  readonly values: SortedSamples
  /** The unit of the sample at the same place in `values`. */
  readonly unitOf: Uint32Array
  /** How many samples each unit holds. */
  readonly unitSizes: Uint32Array
}

/** Pools the samples so that every block is one unit. @throws RangeError when a sample is not finite */
export function poolBlocks(blocks: Blocks): Pool {
  const unitSizes = Uint32Array.from(blocks, (block) => block.length)
  const values = sortSamples(concatenated(blocks))
  const unitOf = new Uint32Array(values.length)
  const taken = new Uint32Array(values.length)
  blocks.forEach((block, unit) => {
    for (const value of Array.from(block)) {
      const first = firstPlace(values, value)
      // Equal samples stand side by side; each that comes takes the next place.
      const place = first + (taken[first] ?? 0)
      taken[first] = place - first + 1
      unitOf[place] = unit
    }
  })
  return { values, unitOf, unitSizes }
}

/** Pools the samples so that every sample is a unit of its own. @throws RangeError when a sample is not finite */
export function poolSamples(blocks: Blocks): Pool {
  const values = sortSamples(concatenated(blocks))
  return { values, unitOf: Uint32Array.from(values.keys()), unitSizes: new Uint32Array(values.length).fill(1) }
}

/**
 * The median of the pool in which every unit occurs as often as `weights` says: what sorting the repeated samples
 * would give, in one walk and without allocating. NaN when all weights are 0.
 *
 * @param weights whole numbers, one per unit
 */
export function weightedMedian({ values, unitOf, unitSizes }: Pool, weights: Uint32Array): number {
  let total = 0
  for (let unit = 0; unit < weights.length; unit++) total += (weights[unit] ?? 0) * (unitSizes[unit] ?? 0)
  const lower = Math.floor((total - 1) / 2)
  const upper = Math.floor(total / 2)
  let seen = 0
  let place = -1
  while (seen <= lower && place < values.length) seen += weights[unitOf[++place] ?? 0] ?? 0
  const below = values[place] ?? NaN
  while (seen <= upper && place < values.length) seen += weights[unitOf[++place] ?? 0] ?? 0
  const above = values[place] ?? NaN
  return below + (above - below) * 0.5
}

function concatenated(blocks: Blocks): Float64Array {
  const joined = new Float64Array(blocks.reduce((length, block) => length + block.length, 0))
  let offset = 0
  for (const block of blocks) {
    joined.set(block, offset)
    offset += block.length
  }
  return joined
}

/** Where the first of the samples equal to `value` stands. */
function firstPlace(values: SortedSamples, value: number): number {
  let low = 0
  let high = values.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((values[middle] ?? NaN) < value) low = middle + 1
    else high = middle
  }
  return low
}
