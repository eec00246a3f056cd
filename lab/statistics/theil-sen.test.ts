import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { theilSen } from './theil-sen.ts'

const coefficient = fc.integer({ min: -1000, max: 1000 })
const distinctX = (minLength: number) =>
  fc.uniqueArray(fc.integer({ min: -1000, max: 1000 }), { minLength, maxLength: 24 })

describe('theilSen', () => {
  it('recovers an exact line', () => {
    fc.assert(
      fc.property(distinctX(2), coefficient, coefficient, (xs, slope, intercept) => {
        const line = theilSen(xs.map((x) => ({ x, y: intercept + slope * x })))
        expect(line.slope).toBeCloseTo(slope, 9)
        expect(line.intercept).toBeCloseTo(intercept, 9)
      }),
    )
  })

  it('keeps to the line while a quarter of the points is wild', () => {
    const wild = fc.array(fc.integer({ min: -1e9, max: 1e9 }), { minLength: 24, maxLength: 24 })
    fc.assert(
      fc.property(distinctX(8), coefficient, coefficient, wild, (xs, slope, intercept, ys) => {
        const points = xs.map((x) => ({ x, y: intercept + slope * x }))
        const quarter = Math.floor(xs.length / 4)
        const disturbed = points.map((point, index) => (index < quarter ? { ...point, y: ys[index] ?? 0 } : point))
        const line = theilSen(disturbed)
        expect(line.slope).toBeCloseTo(slope, 9)
        expect(line.intercept).toBeCloseTo(intercept, 6)
      }),
    )
  })

  it('takes the median of the slopes by hand, and none between points at one x', () => {
    // Slopes 1, 2, 3 and 4 from the left pair to the right one; the pairs above one another count for nothing.
    const points = [
      { x: 0, y: 0 },
      { x: 0, y: 1 },
      { x: 1, y: 3 },
      { x: 1, y: 4 },
    ]
    expect(theilSen(points)).toEqual({ slope: 3, intercept: 0.5 })
  })

  it('refuses points at fewer than two x', () => {
    expect(() => theilSen([])).toThrow(RangeError)
    expect(() => theilSen([{ x: 1, y: 1 }])).toThrow(RangeError)
    expect(() => theilSen([{ x: 1, y: 1 }, { x: 1, y: 2 }])).toThrow(RangeError) // prettier-ignore
    expect(() => theilSen([{ x: 1, y: NaN }, { x: 2, y: 2 }])).toThrow(RangeError) // prettier-ignore
  })
})
