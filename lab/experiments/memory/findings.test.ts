import { describe, expect, it } from 'vitest'
import type { Prediction } from '../../../contract/prediction.ts'
import { seriesKey } from '../../../contract/series-key.ts'
import type { Condition, Ratio, SeriesIdentity, Summary } from '../../../contract/series.ts'
import type { MeasuredRun } from '../experiment.ts'
import { comparisons, findings } from './findings.ts'

const KIB = 1024
const MIB = 1024 * KIB
const units: Condition = { units: 1000 }
const stack = (stackKiB: number): Condition => ({ units: 1000, stackKiB })
const written = (touchedPercent: number): Condition => ({ parentMiB: 64, touchedPercent })
const one = (id: string, part = 'total', condition = units): SeriesIdentity => ({ id, part, condition })
const thread = (part = 'total', stackKiB = 8192): SeriesIdentity => one('thread', part, stack(stackKiB))

const measured = (identity: SeriesIdentity, median: number): MeasuredRun['series'][number] => {
  const figures = ['p5', 'p25', 'p75', 'p95', 'p99', 'min', 'max', 'mad', 'count', 'outliers', 'overhead'] as const
  const others = Object.fromEntries(figures.map((name) => [name, median])) as Record<(typeof figures)[number], number>
  const summary: Summary = { ...others, median, interval: [median, median] }
  return { ...identity, outcome: { status: 'measured' }, summary }
}

const ratio = (
  of: SeriesIdentity,
  to: SeriesIdentity,
  value: number,
  verdict: Ratio['verdict'] = 'differs',
): Ratio => ({
  ...{ of, to, ratio: value, interval: [value, value], p: 0.01, rounds: 20, verdict },
})

const sentences = (more: Partial<MeasuredRun>): string[] =>
  findings({ parameters: {}, series: [], ratios: [], predictions: [], observations: [], ...more }).map((sentence) =>
    sentence.replaceAll('\u202f', ' '),
  )

const totals = [measured(one('fork'), 92 * KIB), measured(thread(), 28 * KIB)]

describe('the headline', () => {
  it('puts a process and a thread with the largest stack into proportion', () => {
    const ratios = [
      ratio(one('fork-exec'), thread(), 1.6),
      ratio(one('fork', 'rss'), thread('rss'), 40),
      ratio(one('fork'), thread(), 3.29),
    ]
    const small = measured(thread('total', 64), 24 * KIB)
    expect(sentences({ series: [small, ...totals], ratios })[0]).toBe(
      'One more idle process (fork) takes 92 KiB here, one more idle thread 28 KiB: 3.29 × as much.',
    )
  })

  it('says that no difference was shown where that is so', () => {
    const ratios = [ratio(one('fork'), thread(), 1.01, 'no-difference-shown')]
    expect(sentences({ series: totals, ratios })[0]).toMatch(/^No difference shown/)
  })

  it('names what there is where one of the two was not measured', () => {
    expect(sentences({ series: [measured(one('fork-exec'), 46 * KIB)] })).toEqual([
      'One more idle fork-exec takes 46 KiB here.',
    ])
    expect(sentences({})).toEqual([])
  })
})

describe('what adding up RSS makes of a process', () => {
  const series = [...totals, measured(one('fork', 'rss'), 336 * KIB), measured(one('fork', 'uss'), 28 * KIB)]
  const ratios = [ratio(one('fork'), thread(), 3.29), ratio(one('fork', 'rss'), thread('rss'), 40.6)]

  it('is told beside what is its own', () => {
    expect(sentences({ series, ratios })[1]).toBe(
      'By RSS the same process has 336 KiB, 40.6 × a thread: RSS counts every shared page in full for each process. Only 28 KiB of it are its own (USS).',
    )
  })
})

describe('the stack', () => {
  const series = (small: number): MeasuredRun['series'] => [
    measured(thread('rss', 64), small),
    measured(thread('rss'), 8.28 * KIB),
    measured(thread('virtual'), 8196 * KIB),
  ]

  it('is virtual where a larger one is no more in memory', () => {
    expect(sentences({ series: series(8.28 * KIB) })).toEqual([
      'A thread with a stack of 8 MiB has 8 MiB of addresses, of which 8.28 KiB are resident; with 64 KiB of stack as much is resident: a stack is virtual until it is touched.',
    ])
  })

  it('is not said to be virtual where a larger one is more in memory', () => {
    expect(sentences({ series: series(4 * KIB) })[0]).toMatch(/with 64 KiB of stack it is 4 KiB\.$/)
  })
})

describe('a child that writes', () => {
  it('is told by the one that wrote most, with the time of a fault', () => {
    const series = [0, 50, 100].flatMap((percent) => [
      measured(one('cow-child', 'uss', written(percent)), (percent / 100) * 64 * MIB + 28 * KIB),
      ...(percent > 0 ? [measured(one('cow-child', 'fault', written(percent)), 2300)] : []),
    ])
    expect(sentences({ series })).toEqual([
      'A forked child that writes to 100 % of its parent’s 64 MiB comes to 64 MiB of its own; each first write to a page takes 2.30 µs, a page fault and a copy.',
    ])
  })
})

describe('predictions', () => {
  const constant = (value: number, unit: string): Prediction['model']['constants'][string] => ({
    value,
    interval: [value, value],
    unit,
  })
  const prediction: Prediction = {
    ...{ of: thread(), unit: 'B', value: 28 * KIB, interval: [28 * KIB, 28 * KIB], madeAt: '2026-01-01T00:00:00Z' },
    model: {
      ...{ form: '', variable: '', at: 1000, fittedOn: [] },
      constants: { base: constant(0, 'B'), 'per unit': constant(28 * KIB, 'B per unit') },
    },
    score: null,
  }

  it('go on to the article’s 100,000, SIMULATED', () => {
    const [sentence] = sentences({ series: [measured(thread('virtual'), 8192 * KIB)], predictions: [prediction] })
    expect(sentence).toBe(
      'SIMULATED: 100,000 such idle threads would take 2.67 GiB of memory, and 781 GiB of addresses. The article’s 200 GB are 2 MB of stack for each, counted as if all of it were touched.',
    )
  })

  it('are told with how they fared', () => {
    const score = {
      measured: 29 * KIB,
      interval: [29 * KIB, 29 * KIB] as [number, number],
      relativeError: 1 / 28,
      inside: false,
    }
    expect(sentences({ predictions: [{ ...prediction, score }] }).at(-1)).toBe(
      'SIMULATED beforehand for one of 1,000 × thread: 28 KiB. MEASURED: 29 KiB, 3.57 % above; the intervals do not overlap.',
    )
  })
})

describe('comparisons', () => {
  it('put each part against that of a thread with the largest stack, and a writing child against the one that wrote least', () => {
    const series = [
      one('fork'),
      thread('total', 64),
      thread(),
      one('worker-thread', 'total', { units: 8 }),
      thread('rss'),
      one('cow-child', 'total', written(0)),
      one('cow-child', 'total', written(100)),
    ]
    const pairs = comparisons(series).map(({ of, to }) => [seriesKey(of), seriesKey(to)])
    expect(pairs).toEqual([
      ['fork/total units=1000', 'thread/total stackKiB=8192 units=1000'],
      ['thread/total stackKiB=64 units=1000', 'thread/total stackKiB=8192 units=1000'],
      ['worker-thread/total units=8', 'thread/total stackKiB=8192 units=1000'],
      ['cow-child/total parentMiB=64 touchedPercent=100', 'cow-child/total parentMiB=64 touchedPercent=0'],
    ])
  })
})
