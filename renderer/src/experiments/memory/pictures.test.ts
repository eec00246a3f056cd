import { describe, expect, it } from 'vitest'
import type { SeriesDescription } from '../../../../contract/experiment.ts'
import type { Prediction } from '../../../../contract/prediction.ts'
import { seriesKey } from '../../../../contract/series-key.ts'
import type { Condition, SeriesIdentity, SeriesView, Summary } from '../../../../contract/series.ts'
import type { ShownRun } from '../../measuring/shown-run.ts'
import { barGroups, barsTwin, readBar } from './bars.ts'
import { manyCurves, manyModels, manyTitle } from './many.ts'
import { stackCurves, stacksTitle } from './stacks.ts'
import { writingCurves, writingTitle } from './writing.ts'

const KIB = 1024
const MIB = 1024 * KIB
const units: Condition = { units: 1000 }
const stack = (stackKiB: number): Condition => ({ units: 1000, stackKiB })
const written = (touchedPercent: number): Condition => ({ parentMiB: 64, touchedPercent })

function measured(id: string, part: string, condition: Condition, median: number): SeriesView {
  const figures = ['p5', 'p25', 'p75', 'p95', 'p99', 'min', 'max', 'mad', 'outliers', 'overhead'] as const
  const others = Object.fromEntries(figures.map((name) => [name, median])) as Record<(typeof figures)[number], number>
  const summary: Summary = { ...others, median, interval: [median, median], count: 10 }
  const outcome = { status: 'measured' as const }
  return { id, part, condition, unit: part === 'fault' ? 'ns' : 'B', batch: 1, outcome, summary, shape: null }
}

const views = [
  measured('fork', 'total', units, 92 * KIB),
  measured('fork', 'page-tables', units, 48 * KIB),
  measured('fork', 'kernel-stack', units, 16 * KIB),
  measured('fork', 'rss', units, 336 * KIB),
  ...[8192, 64].flatMap((kib) => [
    measured('thread', 'total', stack(kib), 28 * KIB),
    measured('thread', 'rss', stack(kib), 8 * KIB),
    measured('thread', 'virtual', stack(kib), kib * KIB),
  ]),
  ...[100, 0].map((percent) => measured('cow-child', 'uss', written(percent), percent * MIB)),
  measured('cow-child', 'fault', written(100), 2300),
]
const failed: SeriesView = {
  ...measured('fork-exec', 'total', units, 0),
  outcome: { status: 'failed', error: 'fork for number 51 of 1000 failed.', advice: '' },
  summary: null,
}
const described = (id: string, kind: SeriesDescription['kind'], comparedWith: string | null): SeriesDescription => ({
  ...{ id, kind, comparedWith, explanation: '', unsupported: null },
})

const prediction: Prediction = {
  ...{ of: { id: 'thread', part: 'total', condition: stack(8192) }, unit: 'B', value: 28 * KIB },
  ...{ interval: [27 * KIB, 29 * KIB], madeAt: '2026-01-01T00:00:00Z' },
  model: {
    ...{ form: '', variable: '', at: 1000 },
    constants: {
      base: { value: 4096, interval: [0, 0], unit: 'B' },
      'per unit': { value: 28 * KIB, interval: [0, 0], unit: 'B per unit' },
    },
    fittedOn: [500, 100, 250].map((x) => ({ condition: { units: x }, x, y: x * 28 * KIB })),
  },
  score: null,
}

const planned: SeriesIdentity[] = [...views, failed, { id: 'child-process', part: 'total', condition: { units: 8 } }]
const shown: ShownRun = {
  experiment: {
    ...{ id: 'memory', title: '', question: '', group: 'measure', method: '', parameters: [], parts: [] },
    series: [
      described('fork', 'process', 'thread'),
      described('fork-exec', 'process', 'thread'),
      described('thread', 'thread', null),
      described('child-process', 'process', 'thread'),
      described('cow-child', 'process', 'fork'),
    ],
    budgetSeconds: { full: 30, quick: 10 },
  },
  ...{ state: 'complete', phase: null, plan: planned },
  series: new Map([...views, failed].map((view) => [seriesKey(view), view])),
  ...{ ratios: [], predictions: [prediction], observations: [], findings: [], rain: null },
}
const plain = (words: string): string => words.replaceAll('\u202f', ' ')

describe('the bars', () => {
  const groups = barGroups(shown, 'total', stack(8192))
  const bars = groups.flatMap((group) => group.bars)

  it('are grouped by what starts them, and know of each series that is planned', () => {
    expect(groups.map((group) => group.bars.map(({ id }) => id))).toEqual([
      ['fork', 'fork-exec', 'thread'],
      ['child-process'],
    ])
  })

  it('slice a total into what it is made of, which comes to it', () => {
    const [fork] = bars
    expect(fork?.slices).toEqual([
      { name: 'pages', bytes: 28 * KIB },
      { name: 'page-tables', bytes: 48 * KIB },
      { name: 'kernel-stack', bytes: 16 * KIB },
    ])
    expect(fork?.rss).toBe(336 * KIB)
  })

  it('are one piece for any other part', () => {
    const [rss] = barGroups(shown, 'rss', stack(64)).flatMap((group) => group.bars)
    expect(rss).toMatchObject({ id: 'fork', slices: [{ name: 'pages', bytes: 336 * KIB }], rss: null })
  })

  it('say why there is none', () => {
    expect(bars.map(readBar)[1]).toContain('number 51 of 1000')
    expect(bars[3]).toMatchObject({ id: 'child-process', median: null, outcome: null })
  })

  it('can be read and have a twin in words', () => {
    expect(plain(bars.map(readBar)[0] ?? '')).toBe(
      'fork, 1,000 at once: median 92 KiB [92–92] · pages of its own 28 KiB · page tables 48 KiB · kernel stack 16 KiB · RSS 336 KiB · 10 samples',
    )
    expect(plain(barsTwin(groups, 'Total'))).toBe('Total, for one more: fork 92 KiB; thread 28 KiB.')
    expect(barsTwin([], 'Total')).toBe('No samples yet.')
  })
})

describe('the stacks', () => {
  it('have a curve for each account, the smallest stack first', () => {
    const curves = stackCurves(shown)
    expect(curves.map(({ key, points }) => [key, points.map(({ x }) => x)])).toEqual([
      ['virtual', [64, 8192]],
      ['total', [64, 8192]],
      ['rss', [64, 8192]],
    ])
    expect(plain(stacksTitle(shown, curves))).toBe(
      'From 64 KiB to 8 MiB of stack, virtual memory grows to 128 ×; resident memory stays as it is.',
    )
    expect(stacksTitle({ ...shown, state: 'measuring' }, curves)).toBe('What does a larger stack cost?')
  })

  it('have none for one size', () => {
    const plan = shown.plan.filter(({ condition }) => condition['stackKiB'] !== 64)
    expect(stackCurves({ ...shown, plan })).toEqual([])
  })
})

describe('the writing child', () => {
  it('has a curve over what it wrote, and the time of a fault beside it', () => {
    const [curve] = writingCurves(shown)
    expect(curve?.points.map(({ x, notes }) => [x, notes?.map(plain)])).toEqual([
      [0, []],
      [100, ['one fault 2.30 µs']],
    ])
    expect(plain(writingTitle(shown, writingCurves(shown)))).toBe(
      'A child that writes 100 % of its parent’s pages has 100 MiB of its own; each first write takes 2.30 µs.',
    )
  })
})

describe('many together', () => {
  const curves = manyCurves(shown)

  it('go from what the model was fitted on over the run to the article’s number', () => {
    const thread = curves.find(({ key }) => key === 'thread')
    expect(thread?.points.map(({ x, median }) => [x, median])).toEqual(
      [100, 250, 500, 1000].map((x) => [x, x * 28 * KIB]),
    )
    expect(thread?.extrapolated).toEqual([{ x: 100_000, y: 4096 + 100_000 * 28 * KIB }])
    expect(curves.find(({ key }) => key === 'article')?.extrapolated).toEqual([{ x: 100_000, y: 200e9 }])
    expect(plain(manyTitle(shown, curves))).toMatch(
      /^SIMULATED: 100,000 idle threads would take 2.67 GiB of memory, and 781 GiB/,
    )
  })

  it('have a model from the fewest to the article’s number, and what it predicted for the run', () => {
    const [model] = manyModels(shown)
    expect(model?.points[0]?.x).toBe(100)
    expect(model?.points.at(-1)?.x).toBeCloseTo(100_000)
    expect(model?.predicted).toMatchObject({ x: 1000, value: 28_000 * KIB, score: null })
  })

  it('are nothing without a prediction', () => {
    expect(manyCurves({ ...shown, predictions: [] })).toEqual([])
    expect(
      manyModels({ ...shown, predictions: [{ ...prediction, model: { ...prediction.model, constants: {} } }] }),
    ).toEqual([])
  })
})
