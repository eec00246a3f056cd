import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Summary } from '../../contract/series.ts'
import { seededRandom, shuffled } from '../../model/random.ts'
import { medianInterval } from './bootstrap.ts'
import { summarise } from './summary.ts'

// 0, 10, 20 … 1000 in ten rounds, one of them empty.
const steps = Array.from({ length: 101 }, (_, index) => index * 10)
const blocks = [...Array.from({ length: 9 }, (_, round) => steps.filter((_, index) => index % 9 === round)), []]

describe('summarise', () => {
  it('gives every figure by hand', () => {
    const { interval } = medianInterval(blocks, { seed: 3 })
    expect(summarise(blocks, { seed: 3, overhead: 0 })).toEqual({
      median: 500,
      interval,
      p5: 50,
      p25: 250,
      p75: 750,
      p95: 950,
      p99: 990,
      min: 0,
      max: 1000,
      mad: 250,
      count: 101,
      outliers: 0,
      overhead: 0,
    })
  })

  it('subtracts the overhead from where the samples lie, not from their spread and number', () => {
    const plain = summarise(blocks, { seed: 3, overhead: 0 })
    const corrected = summarise(blocks, { seed: 3, overhead: 4 })
    const shifted = summarise(blocks.map((block) => block.map((sample) => sample - 4)), { seed: 3, overhead: 0 }) // prettier-ignore
    expect(corrected).toEqual({ ...shifted, overhead: 4 })
    expect(corrected).toMatchObject({ mad: plain?.mad, count: plain?.count, outliers: plain?.outliers })
  })

  it('counts outliers on both sides and keeps them in the range', () => {
    const summary = summarise([[-900, 1, 2, 3, 4, 5, 900, 901]], { seed: 1, overhead: 0 })
    expect(summary).toMatchObject({ outliers: 3, min: -900, max: 901, count: 8 })
  })

  it('does not depend on the order of samples and rounds, but for the interval', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const random = seededRandom(seed)
        const reordered = shuffled(blocks, random).map((block) => shuffled(block, random))
        const options = { seed: 1, overhead: 2, resamples: 20 }
        const { interval: _, ...figures } = summarise(reordered, options) ?? { interval: null }
        expect(summarise(blocks, options)).toMatchObject(figures)
      }),
    )
  })

  it('is null without samples, and what the contract expects with one', () => {
    expect(summarise([], { seed: 1, overhead: 0 })).toBeNull()
    expect(summarise([[], []], { seed: 1, overhead: 0 })).toBeNull()
    const single = summarise([[7]], { seed: 1, overhead: 1 })
    expect(Summary.parse(single)).toEqual(single)
    expect(single).toMatchObject({ median: 6, interval: [6, 6], p5: 6, p99: 6, mad: 0, count: 1 })
  })
})
