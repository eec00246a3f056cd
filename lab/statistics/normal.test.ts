import { describe, expect, it } from 'vitest'
import { normalUpperQuantile, normalUpperTail } from './normal.ts'

describe('normalUpperTail', () => {
  // Values of SciPy's norm.sf.
  it.each([
    [0, 0.5],
    [0.5, 0.3085375387259869],
    [-1, 0.8413447460685429],
    [1.96, 0.024997895148220435],
    [2.999, 0.0013543365337271057],
    [3.001, 0.0013454728250849653],
    [6, 9.865876450376946e-10],
    [-5, 0.9999997133484281],
    [12, 1.776482112077653e-33],
    [30, 4.906713927147908e-198],
  ])('at %d is %d, to twelve digits', (z, tail) => {
    expect(normalUpperTail(z) / tail).toBeCloseTo(1, 12)
  })
})

describe('normalUpperQuantile', () => {
  it('undoes the tail', () => {
    for (const z of [-4, -1, 0, 0.3, 1.96, 2.9999, 3.0001, 8]) {
      expect(normalUpperQuantile(normalUpperTail(z))).toBeCloseTo(z, 9)
    }
  })

  it.each([0, 1, -0.1, NaN])('refuses the tail %d', (tail) => {
    expect(() => normalUpperQuantile(tail)).toThrow(RangeError)
  })
})
