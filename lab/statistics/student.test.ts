import { describe, expect, it } from 'vitest'
import { studentUpperQuantile } from './student.ts'

describe('studentUpperQuantile', () => {
  // Values of SciPy's t.isf; 200 and 201 degrees stand on either side of the change of method.
  it.each([
    [0.025, 1, 12.706204736174705],
    [0.025, 2, 4.302652729749464],
    [0.025, 3, 3.1824463052837086],
    [0.005, 7, 3.4994832973504932],
    [0.025, 8, 2.3060041352041662],
    [0.025, 19, 2.09302405440831],
    [0.25, 1, 1],
    [0.25, 19, 0.6876214602039602],
    [0.005, 200, 2.6006344361915583],
    [0.005, 201, 2.6005099190831937],
    [0.025, 5000, 1.9604385517065075],
  ])('of the tail %d with %d degrees is %d', (tail, degrees, t) => {
    expect(studentUpperQuantile(tail, degrees)).toBeCloseTo(t, 7)
  })

  it('refuses what is no tail or no degrees of freedom', () => {
    expect(() => studentUpperQuantile(0, 5)).toThrow(RangeError)
    expect(() => studentUpperQuantile(0.6, 5)).toThrow(RangeError)
    expect(() => studentUpperQuantile(0.1, 0)).toThrow(RangeError)
    expect(() => studentUpperQuantile(0.1, 1.5)).toThrow(RangeError)
  })
})
