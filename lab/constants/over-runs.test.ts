import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FEWEST_RUNS, overRuns } from './over-runs.ts'

const known = (value: number): { value: number; interval: [number, number] } => ({ value, interval: [value, value] })

describe('overRuns', () => {
  it('needs a run', () => {
    expect(() => overRuns([])).toThrow(RangeError)
  })

  it('gives the newest of few runs and says that it covers that run only', () => {
    expect(overRuns([known(2), known(8)])).toEqual({ value: 2, interval: [2, 2], covers: 'within-run' })
  })

  it('encloses the mean, and is no wider than a cost can be', () => {
    const values = fc.array(fc.double({ min: 0, max: 1e9, noNaN: true }), { minLength: FEWEST_RUNS, maxLength: 12 })
    fc.assert(
      fc.property(values, (costs) => {
        const { value, interval } = overRuns(costs.map(known))
        expect(interval[0]).toBeLessThanOrEqual(value)
        expect(interval[1]).toBeGreaterThanOrEqual(value)
        expect(interval[0]).toBeGreaterThanOrEqual(0)
      }),
    )
  })

  it('holds a further run about as often as it says, where runs scatter normally', () => {
    // The sum of twelve even numbers less 6 is close to a normal one; the sequence is fixed.
    let state = 1
    const even = (): number => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647
    const normal = (): number => Array.from({ length: 12 }, even).reduce((sum, one) => sum + one, 0) - 6
    const trials = Array.from({ length: 4000 }, () => {
      const { interval } = overRuns(Array.from({ length: 5 }, () => known(100 + normal())))
      const next = 100 + normal()
      return interval[0] <= next && next <= interval[1]
    })
    const share = trials.filter(Boolean).length / trials.length
    expect(share).toBeGreaterThan(0.935)
    expect(share).toBeLessThan(0.965)
  })
})
