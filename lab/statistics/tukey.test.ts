import { describe, expect, it } from 'vitest'
import { sortSamples } from './quantile.ts'
import { countOutliers } from './tukey.ts'

describe('countOutliers', () => {
  it('counts on either side of fences worked out by hand', () => {
    // Quartiles 3 and 7, range 4.
    expect(countOutliers(sortSamples([-30, 3, 3, 4, 5, 6, 7, 14, 15]))).toEqual({ low: 1, high: 2, fences: [-3, 13] })
  })

  it('holds a sample on the fence to be inside', () => {
    expect(countOutliers(sortSamples([-3, 3, 3, 4, 5, 6, 7, 7, 13]))).toEqual({ low: 0, high: 0, fences: [-3, 13] })
  })

  it('has fences of no width around samples that are mostly alike', () => {
    expect(countOutliers(sortSamples([4, 5, 5, 5, 5, 5, 5, 6]))).toEqual({ low: 1, high: 1, fences: [5, 5] })
  })

  it('refuses no samples', () => {
    expect(() => countOutliers(sortSamples([]))).toThrow(RangeError)
  })
})
