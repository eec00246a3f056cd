import { seededRandom, type Random } from '../../model/random.ts'
import { expandedPercentileInterval } from './expanded-percentile.ts'
import { poolBlocks, poolSamples, weightedMedian, type Blocks, type Pool } from './pool.ts'
import { median } from './quantile.ts'

export type { Blocks } from './pool.ts'

/**
 * With fewer blocks than this, resampling them says nothing: there are too few different outcomes, and one block has
 * only one. Single samples are resampled instead, as if independent: where rounds differ the interval is then too narrow.
 */
export const FEWEST_BLOCKS_TO_RESAMPLE = 8

export interface BootstrapOptions {
  /** The same seed and samples give the same interval. */
  readonly seed: number
  /** How often to resample; 1000 unless told otherwise. */
  readonly resamples?: number
  /** Between 0 and 1, both excluded; 0.95 unless told otherwise. */
  readonly confidence?: number
}

/**
 * The median of all samples, and the interval in which the median of such measurements lies with the given
 * confidence, both in the samples' unit.
 *
 * A cluster bootstrap: whole blocks are drawn with replacement, as many as there are, because the samples inside a
 * block are correlated and resampling them singly would promise too much (Davison and Hinkley, Bootstrap Methods and
 * their Application, 1997, section 3.8). Empty blocks do not count. Below FEWEST_BLOCKS_TO_RESAMPLE single samples are
 * drawn. One sample alone gives itself twice.
 *
 * @throws RangeError when there is no sample, a sample is not finite or an option is out of range
 */
export function medianInterval(
  blocks: Blocks,
  options: BootstrapOptions,
): { median: number; interval: [number, number] } {
  const { random, replicates, confidence } = prepare(options)
  const filled = blocks.filter((block) => block.length > 0)
  if (filled.length === 0) throw new RangeError('a median needs at least one sample')

  const pool = filled.length < FEWEST_BLOCKS_TO_RESAMPLE ? poolSamples(filled) : poolBlocks(filled)
  const weights = new Uint32Array(pool.unitSizes.length)
  for (let resample = 0; resample < replicates.length; resample++) {
    drawWeights(weights, random)
    replicates[resample] = weightedMedian(pool, weights)
  }
  const estimate = median(pool.values)
  return { median: estimate, interval: expandedPercentileInterval(estimate, replicates, weights.length, confidence) }
}

/**
 * How many times the denominator's median goes into the numerator's, with an interval for it. Without unit.
 *
 * Round i of one is paired with round i of the other, and only rounds in which both have samples count. Each resample
 * draws the same rounds for both, so a drift of the machine that falls on both cancels out. With fewer paired
 * rounds than FEWEST_BLOCKS_TO_RESAMPLE the samples of each are drawn singly and independently.
 *
 * The samples are taken as they are: subtract the overhead first. A denominator whose median could as well be 0 or less
 * gives an interval up to Infinity.
 *
 * @returns also how many paired rounds it rests on
 * @throws RangeError when no round has samples of both, the denominator's median is not above 0, a sample is not finite
 * or an option is out of range
 */
export function ratioInterval(
  numerator: Blocks,
  denominator: Blocks,
  options: BootstrapOptions,
): { ratio: number; interval: [number, number]; rounds: number } {
  const { random, replicates, confidence } = prepare(options)
  const [above, below] = pairedRounds(numerator, denominator)
  const rounds = above.length
  if (rounds === 0) throw new RangeError('a ratio needs at least one round with samples of both series')

  const paired = rounds >= FEWEST_BLOCKS_TO_RESAMPLE
  const pool: (blocks: Blocks) => Pool = paired ? poolBlocks : poolSamples
  const abovePool = pool(above)
  const belowPool = pool(below)
  const belowMedian = median(belowPool.values)
  if (belowMedian <= 0) throw new RangeError(`a ratio needs a denominator with a median above 0, not ${belowMedian}`)

  const aboveWeights = new Uint32Array(abovePool.unitSizes.length)
  const belowWeights = paired ? aboveWeights : new Uint32Array(belowPool.unitSizes.length)
  for (let resample = 0; resample < replicates.length; resample++) {
    drawWeights(aboveWeights, random)
    if (!paired) drawWeights(belowWeights, random)
    const divisor = weightedMedian(belowPool, belowWeights)
    replicates[resample] = divisor > 0 ? weightedMedian(abovePool, aboveWeights) / divisor : Infinity
  }
  const ratio = median(abovePool.values) / belowMedian
  const units = Math.min(aboveWeights.length, belowWeights.length)
  return { ratio, interval: expandedPercentileInterval(ratio, replicates, units, confidence), rounds }
}

function prepare({ seed, resamples = 1000, confidence = 0.95 }: BootstrapOptions) {
  if (!Number.isInteger(resamples) || resamples < 1) throw new RangeError(`resamples cannot be ${resamples}`)
  if (!(confidence > 0 && confidence < 1)) throw new RangeError(`confidence must lie between 0 and 1: ${confidence}`)
  return { random: seededRandom(seed), replicates: new Float64Array(resamples), confidence }
}

function pairedRounds(numerator: Blocks, denominator: Blocks): [ArrayLike<number>[], ArrayLike<number>[]] {
  const above: ArrayLike<number>[] = []
  const below: ArrayLike<number>[] = []
  numerator.forEach((block, round) => {
    const partner = denominator[round]
    if (partner === undefined || partner.length === 0 || block.length === 0) return
    above.push(block)
    below.push(partner)
  })
  return [above, below]
}

/** Draws as many units as there are, with replacement: how often each came. */
function drawWeights(weights: Uint32Array, random: Random): void {
  const units = weights.length
  weights.fill(0)
  for (let draw = 0; draw < units; draw++) {
    const unit = Math.floor(random() * units)
    weights[unit] = (weights[unit] ?? 0) + 1
  }
}
