import { describe, expect, it } from 'vitest'
import { shareBelow, valueAt } from './ecdf.ts'

const ecdf = [10, 20, 30, 40, 50]

describe('shareBelow', () => {
  it('reads between the points', () => {
    expect(shareBelow(ecdf, 20)).toBeCloseTo(0.25)
    expect(shareBelow(ecdf, 35)).toBeCloseTo(0.625)
  })

  it('is 0 below the least sample and 1 above the greatest', () => {
    expect(shareBelow(ecdf, 5)).toBe(0)
    expect(shareBelow(ecdf, 50)).toBe(1)
  })

  it('counts equal samples as not above', () => {
    expect(shareBelow([10, 10, 10, 20], 10)).toBeCloseTo(2 / 3)
  })

  it('knows nothing without samples', () => {
    expect(shareBelow([], 1)).toBeNaN()
  })
})

describe('valueAt', () => {
  it('gives the nearest quantile', () => {
    expect(valueAt(ecdf, 0.5)).toBe(30)
    expect(valueAt(ecdf, 0.1)).toBe(10)
    expect(valueAt([], 0.5)).toBeNull()
  })
})
