import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { medianIntervalIfIndependent } from './independent-interval.ts'
import { median, sortSamples } from './quantile.ts'

function oneTo(count: number) {
  return sortSamples(Array.from({ length: count }, (_, index) => index + 1))
}

describe('medianIntervalIfIndependent', () => {
  // The lower rank is SciPy's binom.cdf inverted; n = 10 and 20 stand in every table (ranks 2 and 9, 6 and 15).
  it.each([
    [1, 1],
    [5, 1],
    [6, 1],
    [9, 2],
    [10, 2],
    [20, 6],
    [100, 40],
    [500, 228],
  ])('of %d samples begins at rank %d and ends as far from the other end', (count, rank) => {
    expect(medianIntervalIfIndependent(oneTo(count))).toEqual([rank, count + 1 - rank])
  })

  // Beyond 500 samples the normal curve may round one rank outwards, as it does at 1001.
  it.each([
    [501, 229],
    [502, 229],
    [1000, 469],
    [1001, 470],
    [5000, 2431],
  ])('of %d samples begins at rank %d or one before', (count, rank) => {
    const [low, high] = medianIntervalIfIndependent(oneTo(count))
    expect([rank, rank - 1]).toContain(low)
    expect(high).toBe(count + 1 - low)
  })

  it('encloses the median at every confidence', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer(), { minLength: 1, maxLength: 700 }),
        fc.double({ min: 0.01, max: 0.999, noNaN: true }),
        (values, confidence) => {
          const sorted = sortSamples(values)
          const [low, high] = medianIntervalIfIndependent(sorted, confidence)
          expect(low).toBeLessThanOrEqual(median(sorted))
          expect(high).toBeGreaterThanOrEqual(median(sorted))
        },
      ),
    )
  })

  it('refuses no samples and an impossible confidence', () => {
    expect(() => medianIntervalIfIndependent(sortSamples([]))).toThrow(RangeError)
    expect(() => medianIntervalIfIndependent(oneTo(9), 1)).toThrow(RangeError)
    expect(() => medianIntervalIfIndependent(oneTo(9), 0)).toThrow(RangeError)
  })
})
