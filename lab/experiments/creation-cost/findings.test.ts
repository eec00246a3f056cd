import { describe, expect, it } from 'vitest'
import type { Prediction } from '../../../contract/prediction.ts'
import { seriesKey } from '../../../contract/series-key.ts'
import type { Condition, Ratio, SeriesIdentity, Summary } from '../../../contract/series.ts'
import type { MeasuredRun } from '../experiment.ts'
import { comparisons, findings } from './findings.ts'

const small: Condition = { parentMiB: 0, pages: '4k', placement: 'one-core' }
const parent = (parentMiB: number, pages = '4k'): Condition => ({ ...small, parentMiB, pages })
const whole = (id: string, condition = small, part = 'joined'): SeriesIdentity => ({ id, part, condition })

const measured = (identity: SeriesIdentity, median: number): MeasuredRun['series'][number] => {
  const figures = ['p5', 'p25', 'p75', 'p95', 'p99', 'min', 'max', 'mad', 'count', 'outliers', 'overhead'] as const
  const others = Object.fromEntries(figures.map((name) => [name, median])) as Record<(typeof figures)[number], number>
  const summary: Summary = { ...others, median, interval: [median, median] }
  return { ...identity, outcome: { status: 'measured' }, summary }
}

const absent = (identity: SeriesIdentity): MeasuredRun['series'][number] => ({
  ...identity,
  outcome: { status: 'cancelled' },
  summary: null,
})

const ratio = (
  of: SeriesIdentity,
  to: SeriesIdentity,
  value: number,
  verdict: Ratio['verdict'] = 'differs',
): Ratio => ({
  of,
  to,
  ratio: value,
  interval: [value, value],
  p: 0.01,
  rounds: 20,
  verdict,
})

const run = (more: Partial<MeasuredRun>): MeasuredRun => ({
  parameters: {},
  series: [],
  ratios: [],
  predictions: [],
  observations: [],
  ...more,
})
const sentences = (more: Partial<MeasuredRun>): string[] =>
  findings(run(more)).map((sentence) => sentence.replaceAll('\u202f', ' '))

const forkAndThread = [measured(whole('fork'), 150_000), measured(whole('pthread'), 20_000)]

describe('the headline', () => {
  it('puts fork and thread into proportion, from a parent that touched nothing', () => {
    const ratios = [
      ratio(whole('fork', parent(64)), whole('pthread', parent(64)), 20),
      ratio(whole('fork', small, 'called'), whole('pthread', small, 'called'), 3),
      ratio(whole('vfork'), whole('pthread'), 4),
      ratio(whole('fork'), whole('pthread'), 7.5),
    ]
    expect(sentences({ series: forkAndThread, ratios })).toEqual([
      'Starting a process with fork costs 7.50 × a thread here: 150 µs against 20.0 µs.',
    ])
  })

  it('says that no difference was shown where that is so, and gives no proportion', () => {
    const ratios = [ratio(whole('fork'), whole('pthread'), 1.02, 'no-difference-shown')]
    expect(sentences({ series: forkAndThread, ratios })).toEqual([
      'No difference shown between starting a process with fork and starting a thread.',
    ])
  })

  it('names what was measured where one of the two was not', () => {
    const series = [
      absent(whole('fork')),
      measured(whole('vfork', small, 'called'), 9000),
      measured(whole('vfork'), 42_000),
    ]
    expect(sentences({ series })).toEqual(['vfork takes 42.0 µs here, from the call until the task is gone.'])
  })

  it('is missing where nothing was measured', () => {
    expect(findings(run({}))).toEqual([])
    expect(findings(run({ series: [absent(whole('fork'))] }))).toEqual([])
  })
})

describe('growth with the parent', () => {
  const grown = (id: string, parentMiB: number, value: number, more: Partial<Ratio> = {}): Ratio => ({
    ...ratio(whole(id, parent(parentMiB)), whole(id), value),
    ...more,
  })

  it('is told at the largest parent in 4 KiB pages', () => {
    const series = [...forkAndThread, measured(whole('fork', parent(256)), 900_000)]
    const ratios = [
      grown('fork', 64, 2),
      grown('fork', 256, 6),
      ratio(whole('fork', parent(1024, 'huge')), whole('fork'), 1.5),
      ratio(whole('fork', parent(1024), 'called'), whole('fork', small, 'called'), 9),
    ]
    expect(sentences({ series, ratios })).toContain(
      'fork from a parent that touched 256 MiB in 4 KiB pages costs 6.00 × the same from a small one: 900 µs.',
    )
  })

  it('is not claimed where no difference was shown', () => {
    const ratios = [grown('vfork', 256, 1.01, { verdict: 'no-difference-shown' }), grown('pthread', 256, 0.99)]
    const series = [...forkAndThread, measured(whole('pthread', parent(256)), 19_800)]
    expect(sentences({ series, ratios })).toEqual([
      expect.stringContaining('fork takes'),
      'vfork from a parent with 256 MiB touched: no difference shown.',
      'pthread from a parent with 256 MiB touched costs about the same: 0.990 ×.',
    ])
  })
})

describe('the prediction', () => {
  const prediction = (score: Prediction['score']): Prediction => ({
    of: whole('fork', parent(256)),
    unit: 'ns',
    value: 1_000_000,
    interval: [950_000, 1_050_000],
    madeAt: '2026-01-01T00:00:00.000Z',
    model: { form: 'a + b × pages', constants: {}, variable: 'pages', at: 128, fittedOn: [] },
    score,
  })
  const interval: [number, number] = [0, 0]

  it.each([
    [
      { measured: 1_020_000, interval, relativeError: 0.02, inside: true },
      '1.02 ms, 2.00 % above; the intervals overlap',
    ],
    [
      { measured: 800_000, interval, relativeError: -0.2, inside: false },
      '800 µs, 20.0 % below; the intervals do not overlap',
    ],
    [{ measured: 1_000_000, interval, relativeError: 0, inside: true }, '1.00 ms, 0 % above; the intervals overlap'],
  ])('is told with its error: %j', (score, words) => {
    const [sentence] = sentences({ predictions: [prediction(score)] })
    expect(sentence).toMatch(/^SIMULATED beforehand for fork from 256 MiB: 1\.00.ms\. MEASURED: /)
    expect(sentence).toContain(words)
  })

  it('is not told before it was put to the test', () => {
    expect(sentences({ predictions: [prediction(null)] })).toEqual([])
  })
})

describe('comparisons', () => {
  const pairs = (series: readonly SeriesIdentity[]): string[] =>
    comparisons(series).map(({ of, to }) => `${seriesKey(of)} : ${seriesKey(to)}`)
  const key = (id: string, parentMiB: number, part = 'joined'): string => seriesKey(whole(id, parent(parentMiB), part))

  it('put every series beside a thread in the same circumstances, and beside itself in a small parent', () => {
    const series = [0, 64].flatMap((size) => ['fork', 'pthread'].map((id) => whole(id, parent(size))))
    expect(pairs(series)).toEqual([
      `${key('fork', 0)} : ${key('pthread', 0)}`,
      `${key('fork', 64)} : ${key('pthread', 64)}`,
      `${key('fork', 64)} : ${key('fork', 0)}`,
      `${key('pthread', 64)} : ${key('pthread', 0)}`,
    ])
  })

  it('compare a part with the same part', () => {
    const series = ['called', 'joined'].flatMap((part) => [whole('fork', small, part), whole('pthread', small, part)])
    expect(pairs(series)).toEqual([
      `${key('fork', 0, 'called')} : ${key('pthread', 0, 'called')}`,
      `${key('fork', 0)} : ${key('pthread', 0)}`,
    ])
  })

  it('put huge pages beside the small parent, whose pages are small', () => {
    const series = [whole('fork', parent(64, 'huge')), whole('fork')]
    expect(pairs(series)).toEqual([`${seriesKey(whole('fork', parent(64, 'huge')))} : ${key('fork', 0)}`])
  })

  it('put a task of Node beside the thread of the smallest parent, wherever that ran', () => {
    for (const placement of ['one-core', 'free']) {
      const node = whole('worker-thread', { placement: 'free' })
      const thread = whole('pthread', { ...small, placement })
      const messages = whole('worker-thread', { placement: 'free' }, 'first-message')
      expect(pairs([node, messages, thread])).toEqual([`${seriesKey(node)} : ${seriesKey(thread)}`])
    }
  })

  it('leave out pairs of which one is missing, and compare nothing with itself', () => {
    expect(pairs([whole('fork', parent(64))])).toEqual([])
    expect(pairs([whole('pthread')])).toEqual([])
    expect(pairs([])).toEqual([])
  })
})
