import fc from 'fast-check'
import * as oracle from 'simple-statistics'
import { describe, expect, it } from 'vitest'
import { mannWhitney } from './mann-whitney.ts'

const group = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 30 })

/** All ways to choose `size` of the ranks 1 … `ranks`. */
function choices(size: number, ranks: number): number[][] {
  if (size === 0) return [[]]
  if (size > ranks) return []
  return [...choices(size, ranks - 1), ...choices(size - 1, ranks - 1).map((chosen) => [...chosen, ranks])]
}

describe('mannWhitney', () => {
  it('gives the exact p of the textbook case', () => {
    // Ages at diagnosis of diabetes, men and women; SciPy's example for mannwhitneyu, U = 17, p = 1/9.
    const { u, p } = mannWhitney([19, 22, 16, 29, 24], [20, 11, 17, 12])
    expect(u).toBe(17)
    expect(p).toBeCloseTo(1 / 9, 14)
  })

  it('gives the exact p up to 20 samples a side', () => {
    const a = Array.from({ length: 20 }, (_, index) => index * 3 + 1)
    const b = Array.from({ length: 20 }, (_, index) => index * 3.1 + 9.05)
    const { u, p } = mannWhitney(a, b)
    expect(u).toBe(146)
    expect(p).toBeCloseTo(0.14928356046506644, 14)
  })

  it('counts the same arrangements as trying them all', () => {
    const [size, ranks] = [4, 9]
    const all = choices(size, ranks)
    const distance = (chosen: number[]) => {
      const rankSum = chosen.reduce((sum, rank) => sum + rank, 0)
      return Math.abs(rankSum - (size * (size + 1)) / 2 - (size * (ranks - size)) / 2)
    }
    for (const chosen of all) {
      const others = Array.from({ length: ranks }, (_, index) => index + 1).filter((rank) => !chosen.includes(rank))
      const asFar = all.filter((choice) => distance(choice) >= distance(chosen)).length
      expect(mannWhitney(chosen, others).p).toBeCloseTo(asFar / all.length, 12)
    }
  })

  it('corrects the approximation for ties and continuity, as SciPy does', () => {
    const { u, p } = mannWhitney([1, 2, 2, 3, 5, 5, 8], [2, 4, 5, 5, 9, 9, 10, 12])
    expect(u).toBe(12)
    expect(p).toBeCloseTo(0.06901922658131326, 12)
    const a = Array.from({ length: 30 }, (_, index) => index * 3 + 1)
    const b = Array.from({ length: 25 }, (_, index) => index * 3 + 11)
    expect(mannWhitney(a, b)).toEqual({ u: 350, p: expect.closeTo(0.6787821365043434, 12) })
  })

  it('counts pairs as the rank sum of simple-statistics does', () => {
    fc.assert(
      fc.property(group, group, (a, b) => {
        expect(mannWhitney(a, b).u).toBe(oracle.wilcoxonRankSum(a, b) - (a.length * (a.length + 1)) / 2)
      }),
    )
  })

  it('is the same question from the other side, and on any rising scale', () => {
    fc.assert(
      fc.property(group, group, (a, b) => {
        const { u, p } = mannWhitney(a, b)
        expect(mannWhitney(b, a).u).toBe(a.length * b.length - u)
        expect(mannWhitney(b, a).p).toBeCloseTo(p, 12)
        expect(mannWhitney(a.map(Math.exp), b.map(Math.exp))).toEqual({ u, p })
        expect(p).toBeGreaterThan(0)
        expect(p).toBeLessThanOrEqual(1)
      }),
    )
  })

  it('shows nothing between equal values, and no overflow between many that are far apart', () => {
    expect(mannWhitney([5, 5, 5], [5, 5])).toEqual({ u: 3, p: 1 })
    const low = Array.from({ length: 300 }, (_, index) => index)
    const { p } = mannWhitney(
      low,
      low.map((value) => value + 1000),
    )
    expect(p).toBeGreaterThan(0)
    expect(p).toBeLessThan(1e-90)
  })

  it('refuses an empty group', () => {
    expect(() => mannWhitney([], [1])).toThrow(RangeError)
    expect(() => mannWhitney([1], [])).toThrow(RangeError)
  })
})
