import fc from 'fast-check'
import * as oracle from 'simple-statistics'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../model/random.ts'
import { sortSamples } from './quantile.ts'
import { ecdfPoints, logDensity } from './shape.ts'

/** Samples spread evenly over each decade span, `count` per span. */
function hills(count: number, ...spans: readonly [number, number][]): number[] {
  const random = seededRandom(4)
  return spans.flatMap(([from, to]) => Array.from({ length: count }, () => 10 ** (from + (to - from) * random())))
}

describe('ecdfPoints', () => {
  it('runs from the least to the greatest sample in even steps of probability', () => {
    const sorted = sortSamples([0, 100, 50])
    expect(ecdfPoints(sorted, 5)).toEqual([0, 25, 50, 75, 100])
    expect(ecdfPoints(sorted)).toHaveLength(101)
  })

  it('never falls', () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { minLength: 1 }), (values) => {
        const points = ecdfPoints(sortSamples(values), 20)
        expect(points).toEqual(points.toSorted((a, b) => a - b))
      }),
    )
  })

  it('has no points without samples and refuses a single point', () => {
    expect(ecdfPoints(sortSamples([]))).toEqual([])
    expect(() => ecdfPoints(sortSamples([1]), 1)).toThrow(RangeError)
  })
})

describe('logDensity', () => {
  it.each([
    ['the standard deviation', hills(200, [3, 3.6], [3.4, 4])],
    ['the quartiles', hills(200, [2, 5], [3.4, 3.6])],
  ])('is the kernel density of simple-statistics over log10, Silverman’s bandwidth set by %s', (_, values) => {
    const logs = values.map(Math.log10)
    const spread = Math.min(oracle.sampleStandardDeviation(logs), oracle.interquartileRange(logs) / 1.34)
    const density = oracle.kernelDensityEstimation(logs, 'gaussian', 0.9 * spread * logs.length ** -0.2)
    const { x, y } = logDensity(sortSamples(values))
    const expected = x.map((value) => density(Math.log10(value)))
    expected.forEach((height, index) => expect(y[index]).toBeCloseTo(height / Math.max(...expected), 2))
  })

  it('lets no hill fall between two points, however narrow', () => {
    const needles = [...Array<number>(700).fill(100), ...Array<number>(210).fill(1500), 1e6]
    const { x, y } = logDensity(sortSamples(needles))
    const second = Math.max(...y.filter((_, index) => Math.abs(Math.log10((x[index] ?? NaN) / 1500)) < 0.2))
    // 210 to 700, and what a point half a step beside a peak may lose.
    expect(second).toBeGreaterThan(0.25)
    expect(second).toBeLessThan(0.36)
  })

  it('keeps two hills apart, with x in the unit of the samples and even steps of its logarithm', () => {
    const { x, y } = logDensity(sortSamples(hills(2000, [2, 2.2], [3, 3.2])))
    const at = (value: number) => y[x.findIndex((place) => place >= value)] ?? NaN
    expect(at(10 ** 2.1)).toBeGreaterThan(0.7)
    expect(at(10 ** 2.6)).toBeLessThan(0.05)
    expect(at(10 ** 3.1)).toBeGreaterThan(0.7)
    const steps = x.slice(1).map((value, index) => Math.log10(value / (x[index] ?? NaN)))
    for (const step of steps) expect(step).toBeCloseTo(steps[0] ?? NaN, 9)
  })

  it('has the greatest height 1 and both ends near 0, and only moves when the unit changes', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 1e6 }), { minLength: 1, maxLength: 50 }), (values) => {
        const { x, y } = logDensity(sortSamples(values))
        expect(Math.max(...y)).toBe(1)
        expect(y[0]).toBeLessThan(0.1)
        expect(y.at(-1)).toBeLessThan(0.1)
        const scaled = logDensity(sortSamples(values.map((value) => value * 1000)))
        scaled.x.forEach((value, index) => expect(value / 1000 / (x[index] ?? NaN)).toBeCloseTo(1, 9))
        scaled.y.forEach((height, index) => expect(Math.abs(height - (y[index] ?? NaN))).toBeLessThan(0.05))
      }),
    )
  })

  it('draws samples that are all alike as one narrow hill around them', () => {
    const { x, y } = logDensity(sortSamples([100, 100, 100]), 65)
    expect(x[32]).toBeCloseTo(100, 6)
    expect(y[32]).toBeCloseTo(1, 2)
    expect((x.at(-1) ?? NaN) / (x[0] ?? NaN)).toBeLessThan(1.1)
  })

  it('leaves out what has no logarithm', () => {
    const values = [10, 20, 30, 50]
    expect(logDensity(sortSamples([-5, 0, ...values]))).toEqual(logDensity(sortSamples(values)))
    expect(logDensity(sortSamples([-1, 0]))).toEqual({ x: [], y: [] })
  })

  it('refuses a single point', () => {
    expect(() => logDensity(sortSamples([1]), 1)).toThrow(RangeError)
  })
})
