import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Prediction } from '../../../contract/prediction.ts'
import { medianInterval } from '../../statistics/bootstrap.ts'
import { predictFork, type CalibrationPoint } from './prediction.ts'

const ROUNDS = 10
const target = { parentMiB: 1024, condition: { parentMiB: 1024, pages: '4k', placement: 'one-core' } }

/** `fork` at one size: what `cost` says for each round, four times, and what the harness adds. */
function point(parentMiB: number, cost: (round: number) => number, overhead = 0): CalibrationPoint {
  const blocks = Array.from({ length: ROUNDS }, (_, round) => Array.from({ length: 4 }, () => cost(round) + overhead))
  return { parentMiB, blocks, overhead }
}

/** 120 µs, and 700 ns for each page-table page: one a 2 MiB. */
const exact = (parentMiB: number): number => 120_000 + 700 * (parentMiB / 2)

describe('predictFork', () => {
  it('recovers an exact line from two sizes or more', () => {
    for (const sizes of [
      [0, 64],
      [0, 64, 256],
      [256, 0, 64],
    ]) {
      const { value, interval, model } = predictFork(
        sizes.map((size) => point(size, () => exact(size))),
        target,
        1,
      )
      expect(value).toBeCloseTo(exact(1024), 3)
      expect(interval[0]).toBeCloseTo(value, 3)
      expect(interval[1]).toBeCloseTo(value, 3)
      expect(model.constants['a']?.value).toBeCloseTo(120_000, 3)
      expect(model.constants['b']?.value).toBeCloseTo(700, 3)
      expect(model.at).toBe(512)
    }
  })

  it('recovers any line, and an interval that contains it, from noise around it', () => {
    const cost = fc.record({ fixed: fc.integer({ min: 1e4, max: 1e6 }), page: fc.integer({ min: 1, max: 5000 }) })
    fc.assert(
      fc.property(cost, fc.integer(), ({ fixed, page }, seed) => {
        const noisy = (size: number) => (round: number) => fixed + page * (size / 2) + ((round * 7) % ROUNDS) - 4.5
        const { value, interval } = predictFork(
          [0, 64, 256].map((size) => point(size, noisy(size))),
          target,
          seed,
        )
        expect(value).toBeCloseTo(fixed + page * 512, 1)
        expect(interval[0]).toBeLessThanOrEqual(fixed + page * 512)
        expect(interval[1]).toBeGreaterThanOrEqual(fixed + page * 512)
      }),
      { numRuns: 20 },
    )
  })

  it('gives an interval that contains the value, however the samples lie', () => {
    const block = fc.array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 1, maxLength: 4 })
    const blocks = fc.array(block, { minLength: 1, maxLength: ROUNDS })
    fc.assert(
      fc.property(fc.array(blocks, { minLength: 2, maxLength: 4 }), (measured) => {
        const points = measured.map((one, i) => ({ parentMiB: i * 64, blocks: one, overhead: 30 }))
        const { value, interval, model } = predictFork(points, target, 3)
        for (const figure of [{ value, interval }, ...Object.values(model.constants)]) {
          expect(figure.interval[0]).toBeLessThanOrEqual(figure.value)
          expect(figure.interval[1]).toBeGreaterThanOrEqual(figure.value)
        }
      }),
      { numRuns: 20 },
    )
  })

  it('is as careful about few rounds as the interval of a measured median is', () => {
    // So close to a size that was measured, the prediction is hardly more than that size's own median.
    const scattered = (size: number) => (round: number) => exact(size) * (1 + ((round * 7) % ROUNDS) / 100)
    const points = [0, 64].map((size) => point(size, scattered(size)))
    const { interval } = predictFork(points, { ...target, parentMiB: 0.5 }, 1)
    const medians = medianInterval(points[0]?.blocks ?? [], { seed: 1 })
    expect((interval[1] - interval[0]) / (medians.interval[1] - medians.interval[0])).toBeGreaterThan(0.9)
  })

  it('subtracts the overhead once', () => {
    const points = [0, 64, 256].map((size) => point(size, () => exact(size), 5000))
    const { value, model } = predictFork(points, target, 1)
    expect(value).toBeCloseTo(exact(1024), 3)
    expect(model.fittedOn.map(({ y }) => y)).toEqual([0, 64, 256].map(exact))
  })

  it('never sees the size that it predicts', () => {
    const sizes = [0, 64, 1024]
    expect(() =>
      predictFork(
        sizes.map((size) => point(size, () => exact(size))),
        target,
        1,
      ),
    ).toThrow(RangeError)
    const { of, model, score } = predictFork(
      [0, 64].map((size) => point(size, () => exact(size))),
      target,
      1,
    )
    expect(of).toEqual({ id: 'fork', part: 'joined', condition: target.condition })
    expect(model.fittedOn.map(({ condition }) => condition['parentMiB'])).toEqual([0, 64])
    expect(score).toBeNull()
  })

  it('needs two sizes', () => {
    expect(() => predictFork([point(64, () => exact(64))], target, 1)).toThrow(RangeError)
    expect(() => predictFork([], target, 1)).toThrow(RangeError)
  })

  it('is not led astray by one wild round', () => {
    const wild = (size: number) => (round: number) => (round === 3 ? 50e6 : exact(size))
    const { value } = predictFork(
      [0, 64, 256].map((size) => point(size, wild(size))),
      target,
      1,
    )
    expect(value).toBeCloseTo(exact(1024), 3)
  })

  it('gives the same for the same seed, in the shape that is stored', () => {
    const points = [0, 64, 256].map((size) => point(size, (round) => exact(size) + round * 50))
    const { madeAt: _, ...first } = predictFork(points, target, 5)
    const { madeAt, ...again } = predictFork(points, target, 5)
    expect(again).toEqual(first)
    expect(Prediction.parse({ ...again, madeAt })).toEqual({ ...again, madeAt })
    expect(predictFork(points, target, 6).interval).not.toEqual(first.interval)
  })
})
