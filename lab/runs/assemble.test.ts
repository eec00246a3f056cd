import { describe, expect, it } from 'vitest'
import type { Prediction } from '../../contract/prediction.ts'
import { Ratio, Series, SeriesView } from '../../contract/series.ts'
import { blockOf, standInSubject } from '../procedure/fixture-subject.ts'
import { Recording } from '../procedure/recording.ts'
import { absentSeries, assembleRatios, assembleSeries, scorePredictions, viewSeries } from './assemble.ts'
import { exampleSeries } from './fixture-run.ts'

const JOINED = { id: 'joined', unit: 'ns' } as const
const identity = { id: 'fork', part: 'joined', condition: {} }

/** A recording of these rounds. */
function record(rounds: readonly (readonly number[])[], overhead = 0): Recording {
  const recording = new Recording(standInSubject('fork', () => blockOf([])))
  for (const round of rounds) recording.add(blockOf(round, { overhead: { joined: overhead } }))
  return recording
}

/** Twelve rounds around a value that drifts by as much as itself over the run. */
const drifting = (value: number): number[][] =>
  Array.from({ length: 12 }, (_, round) => [0, 1, 2].map((i) => value * (1 + round / 11) + i))

describe('assembleSeries', () => {
  it('keeps every raw sample in its order, and which round it was taken in', () => {
    const series = assembleSeries(record([[9, 7], [], [8]], 2), JOINED, 1)
    expect(Series.parse(series)).toEqual(series)
    expect(series).toMatchObject({
      ...identity,
      unit: 'ns',
      batch: 1,
      outcome: { status: 'measured' },
      samples: [9, 7, 8],
      blocks: [2, 0, 1],
    })
  })

  it('subtracts the overhead from the figures once, and says how much that was', () => {
    const { samples, summary } = assembleSeries(record([[100], [110], [120]], 30), JOINED, 1)
    expect(samples).toEqual([100, 110, 120])
    expect(summary).toMatchObject({ median: 80, min: 70, max: 90, overhead: 30, count: 3, mad: 10 })
    expect(summary?.interval).toEqual([70, 90])
  })

  it('counts in the unit of its part', () => {
    const held = assembleSeries(record([[4096], [8192]]), { id: 'joined', unit: 'B' }, 1)
    expect(Series.parse(held)).toEqual(held)
    expect(held).toMatchObject({ unit: 'B', summary: { min: 4096, max: 8192 } })
    expect(viewSeries(held)).toMatchObject({ unit: 'B' })
  })

  it('gives the same figures for the same seed', () => {
    const recording = record(drifting(1000))
    expect(assembleSeries(recording, JOINED, 5)).toEqual(assembleSeries(recording, JOINED, 5))
  })

  it('says of a series without samples that its turn did not come', () => {
    expect(assembleSeries(record([]), JOINED, 1)).toMatchObject({
      outcome: { status: 'skipped', reason: expect.stringContaining('time budget') },
      samples: [],
      summary: null,
    })
  })

  it('withholds the figures of a series that failed, and keeps its samples', () => {
    const recording = record([[100], [110]])
    recording.fail('fork created 4 and reaped 3.', 'Its figure is withheld; run it again.')
    expect(assembleSeries(recording, JOINED, 1)).toMatchObject({
      outcome: { status: 'failed', error: 'fork created 4 and reaped 3.', advice: expect.stringContaining('withheld') },
      samples: [100, 110],
      summary: null,
    })
  })

  it('shows the figures of a series that met a limit, but fails one that met it at once', () => {
    const stopped = { call: 'fork', errno: 'EAGAIN', message: 'try again' }
    const later = record([[100]])
    later.add(blockOf([110], { stopped }))
    expect(assembleSeries(later, JOINED, 1)).toMatchObject({ outcome: { status: 'measured' }, summary: { count: 2 } })
    const atOnce = record([])
    atOnce.add(blockOf([], { stopped }))
    expect(assembleSeries(atOnce, JOINED, 1)).toMatchObject({
      outcome: { status: 'failed', error: 'fork failed with EAGAIN (try again) before the first sample.' },
      summary: null,
    })
  })
})

describe('absentSeries', () => {
  it('has an outcome and no samples', () => {
    const outcome = { status: 'skipped', reason: 'no room' } as const
    const series = absentSeries(identity, 'B', outcome)
    expect(Series.parse(series)).toEqual(series)
    expect(series).toMatchObject({ ...identity, unit: 'B', outcome, samples: [], blocks: [], summary: null })
  })
})

describe('viewSeries', () => {
  it('has a shape in place of the samples, with the overhead subtracted once', () => {
    const view = viewSeries(exampleSeries({}, [[100, 110, 120]], 30))
    expect(SeriesView.parse(view)).toEqual(view)
    expect(view).not.toHaveProperty('samples')
    expect(view).not.toHaveProperty('blocks')
    expect(view.shape?.ecdf[0]).toBe(70)
    expect(view.shape?.ecdf.at(-1)).toBe(90)
  })

  it('has no shape where there are no figures', () => {
    expect(viewSeries(absentSeries(identity, 'ns', { status: 'cancelled' })).shape).toBeNull()
  })
})

describe('assembleRatios', () => {
  const compare = (of: Series, to: Series): Ratio[] => assembleRatios([of, to], [{ of, to }], 1)

  it('divides the medians with the overhead subtracted once from each', () => {
    const [ratio] = compare(
      exampleSeries({ id: 'fork' }, [[430], [430]], 30),
      exampleSeries({ id: 'pthread' }, [[120]], 20),
    )
    expect(ratio).toMatchObject({ ratio: 4, interval: [4, 4], rounds: 1, verdict: 'differs' })
    expect(Ratio.parse(ratio)).toEqual(ratio)
    expect(ratio?.of).toEqual({ id: 'fork', part: 'joined', condition: ratio?.of.condition })
  })

  it('pairs the rounds, so that a drift that falls on both cancels out', () => {
    const slow = exampleSeries({ id: 'fork' }, drifting(2000))
    const fast = exampleSeries({ id: 'pthread' }, drifting(1000))
    const [paired] = compare(slow, fast)
    expect(paired?.rounds).toBe(12)
    expect(paired?.ratio).toBeCloseTo(2, 1)
    expect(paired?.interval[0]).toBeGreaterThan(1.98)
    expect(paired?.interval[1]).toBeLessThan(2.02)
    const [crossed] = compare(slow, exampleSeries({ id: 'pthread' }, drifting(1000).reverse()))
    expect((crossed?.interval[1] ?? 0) - (crossed?.interval[0] ?? 0)).toBeGreaterThan(0.5)
  })

  it('counts only rounds in which both have samples', () => {
    const of = exampleSeries({ id: 'fork' }, [[100], [], [300], [400]])
    const to = exampleSeries({ id: 'pthread' }, [[50], [1], [150]])
    expect(compare(of, to)[0]).toMatchObject({ rounds: 2, ratio: 2 })
  })

  it('says that no difference was shown where the interval spans 1, ends included', () => {
    const noisy = (id: string, shift: number): Series =>
      exampleSeries(
        { id },
        Array.from({ length: 12 }, (_, round) => [1000 + ((round * 7 + shift) % 12) * 50]),
      )
    expect(compare(noisy('fork', 0), noisy('pthread', 5))[0]?.verdict).toBe('no-difference-shown')
    const same = exampleSeries({ id: 'fork' }, [[100], [100]])
    expect(compare(same, exampleSeries({ id: 'pthread' }, [[100], [100]]))[0]).toMatchObject({
      interval: [1, 1],
      verdict: 'no-difference-shown',
    })
  })

  it('says that they differ in either direction', () => {
    const large = exampleSeries({ id: 'fork' }, drifting(3000))
    const small = exampleSeries({ id: 'pthread' }, drifting(1000))
    expect(compare(large, small)[0]).toMatchObject({ verdict: 'differs' })
    expect(compare(small, large)[0]).toMatchObject({ verdict: 'differs' })
    expect(compare(small, large)[0]?.p).toBeLessThan(0.001)
  })

  it.each([
    ['is not known', []],
    ['was not measured', [absentSeries({ ...identity, id: 'pthread' }, 'ns', { status: 'cancelled' })]],
    ['has no round in common', [exampleSeries({ id: 'pthread', condition: {} }, [[], [100]])]],
    ['costs no more than the harness', [exampleSeries({ id: 'pthread', condition: {} }, [[30], [30]], 30)]],
  ])('leaves out a pair of which the second %s', (_, others) => {
    const of = exampleSeries({ ...identity }, [[100]])
    expect(assembleRatios([of, ...others], [{ of, to: { ...identity, id: 'pthread' } }], 1)).toEqual([])
  })
})

describe('what never changes, or costs nothing', () => {
  const rounds = (value: number): number[][] => Array.from({ length: 12 }, () => [value, value, value])
  const stored = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

  it.each([
    [0, 0],
    [4096, 0],
    [30, 30],
    [30, 40],
    [1e15, 0],
  ])('is a series and a picture without NaN or Infinity: %i with an overhead of %i', (value, overhead) => {
    const series = assembleSeries(record(rounds(value), overhead), { id: 'joined', unit: 'B' }, 1)
    const figure = value - overhead
    expect(series.summary).toMatchObject({
      median: figure,
      interval: [figure, figure],
      min: figure,
      max: figure,
      mad: 0,
      outliers: 0,
    })
    // NaN and Infinity are null in JSON, which no schema of a figure takes.
    expect(Series.parse(stored(series))).toEqual(series)
    const view = viewSeries(series)
    expect(SeriesView.parse(stored(view))).toEqual(view)
    expect(new Set(view.shape?.ecdf)).toEqual(new Set([figure]))
    expect(view.shape?.density.x).toHaveLength(figure > 0 ? 64 : 0)
  })

  it('is put into proportion where that can be', () => {
    const of = exampleSeries({ id: 'fork' }, rounds(0))
    const to = exampleSeries({ id: 'pthread' }, rounds(4096))
    const compare = (one: Series, other: Series): Ratio[] => assembleRatios([one, other], [{ of: one, to: other }], 1)
    expect(compare(of, to)).toMatchObject([{ ratio: 0, interval: [0, 0], verdict: 'differs' }])
    expect(Ratio.parse(stored(compare(of, to)[0]))).toEqual(compare(of, to)[0])
    expect(compare(to, of)).toEqual([])
    expect(compare(of, exampleSeries({ id: 'pthread' }, rounds(0)))).toEqual([])
    const same = exampleSeries({ id: 'fork' }, rounds(4096))
    expect(compare(same, to)).toMatchObject([{ ratio: 1, interval: [1, 1], p: 1, verdict: 'no-difference-shown' }])
  })

  it('gives no proportion to what is 0 often enough that the interval has no end', () => {
    const of = exampleSeries({ id: 'fork' }, rounds(4096))
    const to = exampleSeries(
      { id: 'pthread' },
      Array.from({ length: 12 }, (_, round) => (round % 2 === 0 ? [0, 0, 1] : [4096, 4096, 4096])),
    )
    expect(to.summary?.median).toBeGreaterThan(0)
    expect(assembleRatios([of, to], [{ of, to }], 1)).toEqual([])
  })
})

describe('scorePredictions', () => {
  const prediction: Prediction = {
    of: { ...identity, condition: { parentMiB: 256 } },
    unit: 'ns',
    value: 1000,
    interval: [950, 1050],
    madeAt: '2026-01-01T00:00:00.000Z',
    model: { form: 'a + b × pages', constants: {}, variable: 'pages', at: 128, fittedOn: [] },
    score: null,
  }
  const measuring = (value: number): Series => exampleSeries(prediction.of, [[value + 20]], 20)

  it.each([
    [1000, 0, true],
    [1050, 0.05, true],
    [950, -0.05, true],
    [1051, 0.051, false],
    [2000, 1, false],
    [500, -0.5, false],
  ])('puts a measured %i beside it', (measured, relativeError, inside) => {
    const [scored] = scorePredictions([prediction], [exampleSeries({ id: 'vfork' }, [[1]]), measuring(measured)])
    expect(scored).toEqual({
      ...prediction,
      score: { measured, interval: [measured, measured], relativeError: expect.closeTo(relativeError, 10), inside },
    })
  })

  it.each([
    ['nothing', []],
    ['another size', [exampleSeries({ condition: { parentMiB: 64 } }, [[1000]])]],
    ['another part', [exampleSeries({ ...prediction.of, part: 'called' }, [[1000]])]],
    ['the size in vain', [absentSeries(prediction.of, 'ns', { status: 'cancelled' })]],
  ])('leaves it untested where %s was measured', (_, series) => {
    expect(scorePredictions([prediction], series)).toEqual([prediction])
  })

  it('is right where nothing was predicted and nothing measured, and gives no share of a predicted 0 otherwise', () => {
    const nothing: Prediction = { ...prediction, value: 0, interval: [0, 0] }
    const [right] = scorePredictions([nothing], [measuring(0)])
    expect(right?.score).toMatchObject({ measured: 0, relativeError: 0, inside: true })
    expect(scorePredictions([nothing], [measuring(5)])).toEqual([nothing])
  })
})
