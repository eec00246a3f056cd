import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededRandom, shuffled } from '../../model/random.ts'
import { FEWEST_BLOCKS_TO_RESAMPLE, medianInterval, ratioInterval, type Blocks } from './bootstrap.ts'
import { median, sortSamples } from './quantile.ts'

const options = { seed: 1, resamples: 100 }
const block = fc.array(fc.integer({ min: 1, max: 1000 }), { maxLength: 6 })
const anyBlocks = fc
  .array(block, { minLength: 1, maxLength: 20 })
  .filter((blocks) => blocks.some(({ length }) => length > 0))
const manyBlocks = fc.array(
  block.filter(({ length }) => length > 0),
  {
    minLength: FEWEST_BLOCKS_TO_RESAMPLE,
    maxLength: 20,
  },
)

function mapSamples(blocks: Blocks, change: (sample: number) => number): number[][] {
  return blocks.map((samples) => Array.from(samples, change))
}

describe('medianInterval', () => {
  it('gives the pooled median, inside its interval, inside the range of the samples', () => {
    fc.assert(
      fc.property(anyBlocks, fc.integer(), (blocks, seed) => {
        const { median: middle, interval } = medianInterval(blocks, { seed, resamples: 50, confidence: 0.5 })
        expect(middle).toBe(median(sortSamples(blocks.flat())))
        expect(interval[0]).toBeLessThanOrEqual(middle)
        expect(interval[1]).toBeGreaterThanOrEqual(middle)
        expect(interval[0]).toBeGreaterThanOrEqual(Math.min(...blocks.flat()))
        expect(interval[1]).toBeLessThanOrEqual(Math.max(...blocks.flat()))
      }),
    )
  })

  it('follows a change of unit and a shift', () => {
    fc.assert(
      fc.property(anyBlocks, (blocks) => {
        const { median: middle, interval } = medianInterval(blocks, options)
        expect(
          medianInterval(
            mapSamples(blocks, (sample) => sample * 8 - 300),
            options,
          ),
        ).toEqual({
          median: middle * 8 - 300,
          interval: [interval[0] * 8 - 300, interval[1] * 8 - 300],
        })
      }),
    )
  })

  it('does not depend on the order of the samples in a block, nor on empty blocks', () => {
    fc.assert(
      fc.property(manyBlocks, fc.integer(), (blocks, seed) => {
        const random = seededRandom(seed)
        const reordered = blocks.flatMap((samples) => [[], shuffled(samples, random)])
        expect(medianInterval(reordered, options)).toEqual(medianInterval(blocks, options))
        expect(medianInterval(shuffled(blocks, random), options).median).toBe(medianInterval(blocks, options).median)
      }),
    )
  })

  it('repeats itself for a seed, and moves a little with another', () => {
    const random = seededRandom(5)
    const blocks = Array.from({ length: 20 }, () => Array.from({ length: 10 }, random))
    expect(medianInterval(blocks, { seed: 1 })).toEqual(medianInterval(blocks, { seed: 1 }))
    expect(medianInterval(blocks, { seed: 1 })).not.toEqual(medianInterval(blocks, { seed: 2 }))
  })

  it('is not narrowed by copies of samples inside their block: blocks are drawn whole', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 8, maxLength: 30 }), (rounds) => {
        const once = rounds.map((sample) => [sample])
        const fiveTimes = rounds.map((sample) => [sample, sample, sample, sample, sample])
        expect(medianInterval(fiveTimes, options)).toEqual(medianInterval(once, options))
      }),
    )
  })

  it('draws single samples where there are too few blocks', () => {
    const random = seededRandom(9)
    const samples = Array.from({ length: 70 }, random)
    const sevenBlocks = Array.from({ length: 7 }, (_, round) => samples.slice(round * 10, round * 10 + 10))
    expect(medianInterval(sevenBlocks, options)).toEqual(medianInterval([samples], options))
    const { interval } = medianInterval([samples], options)
    expect(interval[0]).toBeLessThan(interval[1])
  })

  it('widens with the confidence', () => {
    const random = seededRandom(9)
    const blocks = Array.from({ length: 20 }, () => Array.from({ length: 10 }, random))
    const widths = [0.5, 0.9, 0.99].map((confidence) => {
      const { interval } = medianInterval(blocks, { seed: 1, confidence })
      return interval[1] - interval[0]
    })
    expect(widths).toEqual(widths.toSorted((a, b) => a - b))
    expect(new Set(widths).size).toBe(3)
  })

  it('gives a single sample twice', () => {
    expect(medianInterval([[], [42]], { seed: 1 })).toEqual({ median: 42, interval: [42, 42] })
  })

  it('refuses no samples, NaN, and options out of range', () => {
    expect(() => medianInterval([], { seed: 1 })).toThrow(RangeError)
    expect(() => medianInterval([[], []], { seed: 1 })).toThrow(RangeError)
    expect(() => medianInterval([[1, NaN]], { seed: 1 })).toThrow(RangeError)
    expect(() => medianInterval([[1]], { seed: 1, resamples: 0 })).toThrow(RangeError)
    expect(() => medianInterval([[1]], { seed: 1, confidence: 1 })).toThrow(RangeError)
  })
})

describe('ratioInterval', () => {
  it('of a series to itself is exactly 1', () => {
    fc.assert(
      fc.property(manyBlocks, (blocks) => {
        expect(ratioInterval(blocks, blocks, options)).toEqual({ ratio: 1, interval: [1, 1], rounds: blocks.length })
      }),
    )
  })

  it('sees through a drift that falls on both series of a round', () => {
    const drift = Array.from({ length: 30 }, (_, round) => [100 + 50 * round, 110 + 50 * round])
    const tripled = mapSamples(drift, (sample) => sample * 3)
    expect(ratioInterval(tripled, drift, options)).toEqual({ ratio: 3, interval: [3, 3], rounds: 30 })
  })

  it('contains the ratio of medians and does not depend on the unit', () => {
    fc.assert(
      fc.property(anyBlocks, (blocks) => {
        const others = mapSamples(blocks, (sample) => ((sample * 37) % 101) + 1)
        const found = ratioInterval(blocks, others, options)
        expect(found.ratio).toBe(median(sortSamples(blocks.flat())) / median(sortSamples(others.flat())))
        expect(found.interval[0]).toBeLessThanOrEqual(found.ratio)
        expect(found.interval[1]).toBeGreaterThanOrEqual(found.ratio)
        const inOtherUnit = (sample: number) => sample / 1024
        expect(ratioInterval(mapSamples(blocks, inOtherUnit), mapSamples(others, inOtherUnit), options)).toEqual(found)
      }),
    )
  })

  it('counts only the rounds in which both series have samples', () => {
    const rounds = Array.from({ length: 10 }, () => [2, 2])
    const withGaps = [[99], ...rounds, [99], [99]]
    const denominator = [[], ...rounds.map(() => [1]), []]
    expect(ratioInterval(withGaps, denominator, options)).toEqual({ ratio: 2, interval: [2, 2], rounds: 10 })
  })

  it('draws the samples of each independently where there are too few rounds', () => {
    const blocks = [[1, 2, 3, 4, 5, 6, 7, 8, 9]]
    const { ratio, interval, rounds } = ratioInterval(blocks, blocks, options)
    expect([ratio, rounds]).toEqual([1, 1])
    expect(interval[0]).toBeLessThan(1)
    expect(interval[1]).toBeGreaterThan(1)
  })

  it('is open upwards where the denominator may be 0, and refuses one that is', () => {
    const ones = Array.from({ length: 9 }, () => [1])
    const nearZero = ones.map((_, round) => [round - 3])
    expect(ratioInterval(ones, nearZero, options).interval[1]).toBe(Infinity)
    expect(() => ratioInterval(ones, [...ones.slice(1).map(() => [0]), [1]], options)).toThrow(RangeError)
  })

  it('refuses series without a common round', () => {
    expect(() => ratioInterval([[1], []], [[], [1]], options)).toThrow(RangeError)
    expect(() => ratioInterval([], [[1]], options)).toThrow(RangeError)
  })
})
