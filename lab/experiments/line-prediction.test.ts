import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Prediction } from '../../contract/prediction.ts'
import { blockOf, standInSubject } from '../procedure/fixture-subject.ts'
import { Recording } from '../procedure/recording.ts'
import { medianInterval } from '../statistics/bootstrap.ts'
import { linePoint, predictFromLine, type LinePoint, type LineWords } from './line-prediction.ts'

const ROUNDS = 10
const of = { id: 'fork', part: 'joined', condition: { parentMiB: 1024, pages: '4k' } }
const target = { of, x: 512, unit: 'ns' } as const
const words: LineWords = {
  form: 'a + b × pages',
  variable: 'pages',
  fixed: { name: 'a', unit: 'ns' },
  perUnit: { name: 'b', unit: 'ns per page' },
}

/** What was measured at x: what `cost` says for each round, four times, and what the harness adds. */
function point(x: number, cost: (round: number) => number, overhead = 0): LinePoint {
  const blocks = Array.from({ length: ROUNDS }, (_, round) => Array.from({ length: 4 }, () => cost(round) + overhead))
  return { condition: { parentMiB: x * 2 }, x, blocks, overhead }
}

/** 120 µs, and 700 ns for each page. */
const exact = (x: number): number => 120_000 + 700 * x

describe('predictFromLine', () => {
  it('recovers an exact line from two places or more', () => {
    for (const places of [
      [0, 32],
      [0, 32, 128],
      [128, 0, 32],
    ]) {
      const { value, interval, model } = predictFromLine(
        places.map((x) => point(x, () => exact(x))),
        target,
        words,
        1,
      )
      expect(value).toBeCloseTo(exact(512), 3)
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
        const noisy = (x: number) => (round: number) => fixed + page * x + ((round * 7) % ROUNDS) - 4.5
        const { value, interval } = predictFromLine(
          [0, 32, 128].map((x) => point(x, noisy(x))),
          target,
          words,
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
        const points = measured.map((one, i) => ({ condition: {}, x: i * 32, blocks: one, overhead: 30 }))
        const { value, interval, model } = predictFromLine(points, target, words, 3)
        for (const figure of [{ value, interval }, ...Object.values(model.constants)]) {
          expect(figure.interval[0]).toBeLessThanOrEqual(figure.value)
          expect(figure.interval[1]).toBeGreaterThanOrEqual(figure.value)
        }
      }),
      { numRuns: 20 },
    )
  })

  it('is as careful about few rounds as the interval of a measured median is', () => {
    // So close to a place that was measured, the prediction is hardly more than that place's own median.
    const scattered = (x: number) => (round: number) => exact(x) * (1 + ((round * 7) % ROUNDS) / 100)
    const points = [0, 32].map((x) => point(x, scattered(x)))
    const { interval } = predictFromLine(points, { ...target, x: 0.25 }, words, 1)
    const medians = medianInterval(points[0]?.blocks ?? [], { seed: 1 })
    expect((interval[1] - interval[0]) / (medians.interval[1] - medians.interval[0])).toBeGreaterThan(0.9)
  })

  it('subtracts the overhead once', () => {
    const points = [0, 32, 128].map((x) => point(x, () => exact(x), 5000))
    const { value, model } = predictFromLine(points, target, words, 1)
    expect(value).toBeCloseTo(exact(512), 3)
    expect(model.fittedOn.map(({ y }) => y)).toEqual([0, 32, 128].map(exact))
  })

  it('never sees the place that it predicts', () => {
    const places = [0, 32, 512]
    expect(() =>
      predictFromLine(
        places.map((x) => point(x, () => exact(x))),
        target,
        words,
        1,
      ),
    ).toThrow(RangeError)
    const predicted = predictFromLine(
      [0, 32].map((x) => point(x, () => exact(x))),
      target,
      words,
      1,
    )
    expect(predicted.of).toEqual(of)
    expect(predicted.model.fittedOn.map(({ condition, x }) => [condition['parentMiB'], x])).toEqual([
      [0, 0],
      [64, 32],
    ])
    expect(predicted.score).toBeNull()
  })

  it('needs two different places', () => {
    expect(() => predictFromLine([point(32, () => exact(32)), point(32, () => exact(32))], target, words, 1)).toThrow(
      RangeError,
    )
    expect(() => predictFromLine([], target, words, 1)).toThrow(RangeError)
  })

  it('is not led astray by one wild round', () => {
    const wild = (x: number) => (round: number) => (round === 3 ? 50e6 : exact(x))
    const { value } = predictFromLine(
      [0, 32, 128].map((x) => point(x, wild(x))),
      target,
      words,
      1,
    )
    expect(value).toBeCloseTo(exact(512), 3)
  })

  it('gives the same for the same seed, in the shape that is stored', () => {
    const points = [0, 32, 128].map((x) => point(x, (round) => exact(x) + round * 50))
    const { madeAt: _, ...first } = predictFromLine(points, target, words, 5)
    const { madeAt, ...again } = predictFromLine(points, target, words, 5)
    expect(again).toEqual(first)
    expect(Prediction.parse({ ...again, madeAt })).toEqual({ ...again, madeAt })
    expect(predictFromLine(points, target, words, 6).interval).not.toEqual(first.interval)
  })

  it('says what its constants are, and predicts memory as well as time', () => {
    const held = { ...words, fixed: { name: 'base', unit: 'B' }, perUnit: { name: 'stack', unit: 'B per thread' } }
    const points = [1, 2].map((x) => point(x, () => 4096 + 8192 * x))
    const { unit, value, model } = predictFromLine(points, { of, x: 10, unit: 'B' }, held, 1)
    expect([unit, value, model.form, model.variable, model.at]).toEqual(['B', 86_016, 'a + b × pages', 'pages', 10])
    expect(model.constants).toEqual({
      base: { value: 4096, interval: [4096, 4096], unit: 'B' },
      stack: { value: 8192, interval: [8192, 8192], unit: 'B per thread' },
    })
  })

  it('predicts nothing of what costs nothing', () => {
    const prediction = predictFromLine([point(0, () => 0), point(1, () => 0)], target, words, 1)
    expect(prediction).toMatchObject({ value: 0, interval: [0, 0] })
    expect(Prediction.parse(JSON.parse(JSON.stringify(prediction)))).toEqual(prediction)
  })
})

describe('linePoint', () => {
  it('has the rounds of the whole operation and its overhead, as they were recorded', () => {
    const recording = new Recording({ ...standInSubject('fork', () => blockOf([])), condition: { parentMiB: 64 } })
    recording.add(blockOf([5, 6], { overhead: { joined: 2 } }))
    recording.add(blockOf([7], { overhead: { joined: 2 } }))
    expect(linePoint(recording, 32)).toEqual({
      condition: { parentMiB: 64 },
      x: 32,
      blocks: [[5, 6], [7]],
      overhead: 2,
    })
  })
})
