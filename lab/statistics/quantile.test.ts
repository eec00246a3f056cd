import fc from 'fast-check'
import * as oracle from 'simple-statistics'
import { describe, expect, it } from 'vitest'
import { median, medianAbsoluteDeviation, quantile, sortSamples } from './quantile.ts'

const samples = fc.array(fc.integer({ min: -1e6, max: 1e6 }), { minLength: 1, maxLength: 60 })

describe('sortSamples', () => {
  it('sorts a copy by value, not by text', () => {
    const values = [10, 9, -1, 100]
    expect([...sortSamples(values)]).toEqual([-1, 9, 10, 100])
    expect(values).toEqual([10, 9, -1, 100])
  })

  it.each([NaN, Infinity, -Infinity])('refuses %s', (value) => {
    expect(() => sortSamples([1, value, 2])).toThrow(RangeError)
  })
})

describe('quantile', () => {
  it('is type 7 by hand: the median of four lies halfway, the quartiles a quarter in', () => {
    const sorted = sortSamples([40, 10, 30, 20])
    expect([0, 0.25, 0.5, 0.75, 1].map((p) => quantile(sorted, p))).toEqual([10, 17.5, 25, 32.5, 40])
  })

  it('agrees with simple-statistics, whose quantiles are type 7 too', () => {
    fc.assert(
      fc.property(samples, fc.double({ min: 0, max: 1, noNaN: true }), (values, p) => {
        const sorted = sortSamples(values)
        expect(quantile(sorted, p)).toBeCloseTo(oracle.quantileSorted([...sorted], p), 6)
        expect(median(sorted)).toBe(oracle.median(values))
      }),
    )
  })

  it('never falls as p rises', () => {
    const p = fc.double({ min: 0, max: 1, noNaN: true })
    fc.assert(
      fc.property(samples, p, p, (values, one, other) => {
        const sorted = sortSamples(values)
        expect(quantile(sorted, Math.min(one, other))).toBeLessThanOrEqual(quantile(sorted, Math.max(one, other)))
      }),
    )
  })

  it('refuses an empty sample and a p that is no probability', () => {
    expect(() => quantile(sortSamples([]), 0.5)).toThrow(RangeError)
    for (const p of [-0.1, 1.1, NaN]) expect(() => quantile(sortSamples([1]), p)).toThrow(RangeError)
  })
})

describe('medianAbsoluteDeviation', () => {
  it('is the raw one of the textbook: 1, 1, 2, 2, 4, 6, 9 gives 1', () => {
    expect(medianAbsoluteDeviation(sortSamples([1, 1, 2, 2, 4, 6, 9]))).toBe(1)
  })

  it('agrees with simple-statistics, ignores a shift and follows a scale', () => {
    fc.assert(
      fc.property(samples, (values) => {
        const mad = medianAbsoluteDeviation(sortSamples(values))
        expect(mad).toBe(oracle.medianAbsoluteDeviation(values))
        expect(medianAbsoluteDeviation(sortSamples(values.map((value) => value * -4 + 1000)))).toBe(mad * 4)
      }),
    )
  })
})
