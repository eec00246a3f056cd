import { describe, expect, it } from 'vitest'
import type { Ratio, SeriesView, Summary } from '../../../contract/series.ts'
import { seriesKey } from '../../../contract/series-key.ts'
import type { ShownRun } from '../measuring/shown-run.ts'
import { BYTES, DURATION } from '../charts/quantity.ts'
import { lanesTitle, lanesTwin } from './lane-words.ts'
import { absenceOf, absentWords, chosenSeries, lanesOf, readLane, type Lane } from './lanes.ts'
import { ratioHead, ratioLines } from './ratio-lines.ts'

const small = { parentMiB: 0, pages: '4k', placement: 'one-core' }
const free = { placement: 'free' }

const summary = (median: number): Summary => ({
  median,
  interval: [median - 1000, median + 1000],
  p5: median - 5000,
  p25: median,
  p75: median,
  p95: median + 5000,
  p99: median + 9000,
  min: 0,
  max: 0,
  mad: 0,
  count: 1234,
  outliers: 0,
  overhead: 0,
})
const measured = (id: string, median: number, condition: SeriesView['condition'] = small): SeriesView => ({
  id,
  part: 'joined',
  condition,
  unit: 'ns',
  batch: 1,
  outcome: { status: 'measured' },
  summary: summary(median),
  shape: { ecdf: [median - 5000, median, median + 5000], density: { x: [], y: [] } },
})
const views: SeriesView[] = [
  measured('fork', 150_000),
  { ...measured('vfork', 1), outcome: { status: 'skipped', reason: 'no room' }, summary: null, shape: null },
  measured('pthread', 20_000),
  measured('worker-thread', 30e6, free),
]
const ratio: Ratio = {
  of: { id: 'fork', part: 'joined', condition: small },
  to: { id: 'pthread', part: 'joined', condition: small },
  ratio: 7.5,
  interval: [7.2, 7.7],
  p: 0,
  rounds: 40,
  verdict: 'differs',
}
const shown: ShownRun = {
  experiment: {
    id: 'creation-cost',
    title: '',
    question: '',
    group: 'measure',
    method: '',
    parameters: [],
    series: [
      { id: 'fork', kind: 'process', explanation: '', unsupported: null, comparedWith: 'pthread' },
      { id: 'vfork', kind: 'process', explanation: '', unsupported: null, comparedWith: 'pthread' },
      { id: 'pthread', kind: 'thread', explanation: '', unsupported: null, comparedWith: null },
      { id: 'worker-thread', kind: 'thread', explanation: '', unsupported: null, comparedWith: 'pthread' },
    ],
    parts: [{ id: 'joined', title: 'Whole', explanation: '', unit: 'ns' }],
    budgetSeconds: { full: 30, quick: 10 },
  },
  state: 'complete',
  phase: null,
  plan: views,
  series: new Map(views.map((one) => [seriesKey(one), one])),
  ratios: [ratio],
  predictions: [],
  observations: [],
  findings: ['fork costs more.'],
  rain: null,
}
const all = chosenSeries(shown)
const lanes = lanesOf(shown, all, 'joined', small)
const plain = (words: string): string => words.replaceAll('\u202f', ' ')

describe('lanesOf', () => {
  it('has a lane for every planned series, in the order of the description', () => {
    expect(lanes.map(({ description }) => description.id)).toEqual(['fork', 'vfork', 'pthread', 'worker-thread'])
  })

  it('has lanes for the series that are named, where they are', () => {
    const some = lanesOf(shown, chosenSeries(shown, ['pthread', 'fork']), 'joined', small)
    expect(some.map(({ description }) => description.id)).toEqual(['fork', 'pthread'])
  })

  it('marks what was measured under a condition of its own', () => {
    expect(lanes.map(({ elsewhere }) => elsewhere)).toEqual([false, false, false, true])
  })

  it('leaves out series that the view does not have, and names them', () => {
    const message = measured('worker-thread', 20e6, free)
    const plan = [...shown.plan, { ...message, part: 'first-message' }]
    const few = lanesOf({ ...shown, plan }, all, 'first-message', small)
    expect(few.map(({ description }) => description.id)).toEqual(['worker-thread'])
    expect(absentWords({ ...shown, plan }, all, few, 'first-message')).toBe(
      'Not measured for this part: fork, vfork, pthread.',
    )
    expect(absentWords(shown, all, lanes, 'joined')).toBeNull()
  })

  it('does not blame the part for a series that was measured under another condition', () => {
    const plan = [...shown.plan.filter(({ id }) => id !== 'fork'), measured('fork', 1, { ...small, parentMiB: 64 })]
    expect(absentWords({ ...shown, plan }, all, lanesOf({ ...shown, plan }, all, 'joined', small), 'joined')).toBe(
      'Not measured in this view: fork.',
    )
  })

  it('says why a series has no distribution', () => {
    expect(lanes[1] && absenceOf(lanes[1], 'complete')).toBe('Left out: no room')
  })
})

describe('lanesTitle', () => {
  it('is a question until the run is complete', () => {
    expect(lanesTitle({ ...shown, state: 'measuring' }, lanes, 'ns', true)).toMatch(/\?$/)
  })

  it('is the finding of the run in its first view, and that of the view in another', () => {
    expect(lanesTitle(shown, lanes, 'ns', true)).toBe('fork costs more.')
    expect(plain(lanesTitle(shown, lanes, 'ns', false))).toBe('In this view, fork takes 7.50 × what pthread does.')
  })

  it('says that no difference is shown where none is', () => {
    const alike = lanesOf({ ...shown, ratios: [{ ...ratio, verdict: 'no-difference-shown' }] }, all, 'joined', small)
    expect(lanesTitle(shown, alike, 'ns', false)).toContain('no difference is shown')
  })
})

describe('readLane', () => {
  it('gives the figures, and the share of samples below the place pointed at', () => {
    const [fork] = lanes
    const words = fork ? plain(readLane(fork, DURATION, 150_000)) : ''
    expect(words).toContain('fork: median 150 µs [149–151]')
    expect(words).toContain('7.50 × [7.20–7.70] against pthread')
    expect(words).toContain('50.0 % of its samples are below 150 µs')
  })
})

describe('readLane of bytes', () => {
  it('gives figures in bytes', () => {
    const [fork] = lanes
    expect(fork ? plain(readLane(fork, BYTES, null)) : '').toContain('fork: median 146 KiB')
  })
})

describe('ratioLines', () => {
  const linesOf = (lane: Lane | undefined, partners: string[]): string[] =>
    lane ? ratioLines(lane, partners).map(({ strong, soft }) => plain([strong, soft].join(' ').trim())) : []
  const [fork, , pthread, worker] = lanes

  it('leaves the partner to the head where all have the same', () => {
    expect(ratioHead(['pthread'])).toBe('against pthread')
    expect(linesOf(fork, ['pthread'])).toEqual(['7.50 ×', '[7.20–7.70]'])
    expect(linesOf(pthread, ['pthread'])).toEqual(['what the others are', 'compared with'])
  })

  it('names the partner in the lane where there are several', () => {
    expect(ratioHead(['pthread', 'vfork'])).toBe('against another')
    expect(linesOf(fork, ['pthread', 'vfork'])).toEqual(['7.50 × [7.20–7.70]', 'against pthread'])
  })

  it('says nothing of a series without a ratio', () => {
    expect(linesOf(worker, ['pthread'])).toEqual([])
    expect(linesOf(pthread, [])).toEqual([])
    expect(ratioHead([])).toBeNull()
  })
})

describe('lanesTwin', () => {
  it('names the medians from the shortest', () => {
    expect(plain(lanesTwin(lanes, 'Whole', small, 'ns'))).toBe(
      'Whole, 0 MiB, one core. Medians from the shortest: pthread 20.0 µs, fork 150 µs, worker-thread 30.0 ms.',
    )
  })
})
