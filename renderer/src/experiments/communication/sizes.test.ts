import { describe, expect, it } from 'vitest'
import type { Prediction } from '../../../../contract/prediction.ts'
import { seriesKey } from '../../../../contract/series-key.ts'
import type { Interval, Ratio, SeriesIdentity, SeriesView } from '../../../../contract/series.ts'
import type { SeriesDescription } from '../../../../contract/experiment.ts'
import type { ShownRun } from '../../measuring/shown-run.ts'
import { matrixOf } from './matrix.ts'
import { asBandwidth, bandwidthCurves, bandwidthTitle, latencyCurves, latencyTitle, messageModels } from './sizes.ts'

const MIB = 1 << 20
const IDS = ['shared-in-place', 'shared-variable', 'pipe', 'postmessage-transferred']
const at = (id: string, bytes: number, part = 'latency'): SeriesIdentity => ({
  id,
  part,
  condition: { bytes, placement: 'one-core' },
})
const described = (id: string): SeriesDescription => ({
  id,
  kind: id === 'pipe' ? 'process' : 'thread',
  explanation: '',
  unsupported: null,
  comparedWith: id === 'pipe' ? 'shared-variable' : null,
})

function view(identity: SeriesIdentity, median: number, interval: Interval): SeriesView {
  const zero = { p5: 0, p25: 0, p75: 0, p95: 0, p99: 0, min: 0, max: 0, mad: 0, count: 9, outliers: 0, overhead: 0 }
  const summary = { ...zero, median, interval }
  return { ...identity, unit: 'ns', batch: 1, outcome: { status: 'measured' }, summary, shape: null }
}

const ratio = (id: string, bytes: number, value: number): Ratio => ({
  of: at(id, bytes),
  to: at('shared-variable', bytes),
  ratio: value,
  interval: [value, value],
  p: 0,
  rounds: 9,
  verdict: 'differs',
})

const prediction = (id: string): Prediction => ({
  of: at(id, MIB),
  unit: 'ns',
  value: 1e6,
  interval: [0.9e6, 1.1e6],
  madeAt: '2026-01-01T00:00:00Z',
  model: {
    form: 'a + bytes / bandwidth',
    constants: {
      a: { value: 2000, interval: [0, 0], unit: 'ns' },
      bandwidth: { value: 1e9, interval: [0, 0], unit: 'B/s' },
    },
    variable: '',
    at: MIB,
    fittedOn: [],
  },
  score: null,
})

const views = [
  view(at('pipe', MIB, 'streamed'), 1e6, [0.5e6, 2e6]),
  view(at('pipe', 64), 3000, [2900, 3100]),
  view(at('shared-variable', 64), 2000, [1900, 2100]),
]

const shown: ShownRun = {
  experiment: {
    ...{ id: 'communication', title: '', question: '', group: 'measure', method: '' },
    parameters: [],
    series: IDS.map(described),
    parts: [],
    budgetSeconds: { full: 40, quick: 10 },
  },
  state: 'complete',
  phase: null,
  plan: IDS.flatMap((id) => [MIB, 64].flatMap((bytes) => [at(id, bytes), at(id, bytes, 'streamed')])),
  series: new Map(views.map((one) => [seriesKey(one), one])),
  ratios: [ratio('pipe', 64, 1.5), ratio('pipe', MIB, 3)],
  predictions: [prediction('shared-variable'), prediction('pipe')],
  observations: [],
  findings: [],
  rain: null,
}

const spaced = (text: string): string => text.replaceAll('\u202f', ' ')

describe('the curves', () => {
  it('are times over the size for every mechanism, with what is known besides', () => {
    const curves = latencyCurves(shown)
    expect(curves.map(({ key, points }) => [key, points.map(({ x }) => x)])).toEqual(IDS.map((id) => [id, [64, MIB]]))
    const pipe = curves.find(({ key }) => key === 'pipe')
    expect(pipe?.points[0]?.notes?.map(spaced)).toEqual(['1.50 × [1.50–1.50] against shared-variable'])
    expect(pipe?.points[1]?.notes?.map(spaced)[1]).toBe('PREDICTED 1.00 ms')
  })

  it('are bandwidths for mechanisms that copy only', () => {
    const curves = bandwidthCurves(shown)
    expect(curves.map(({ key }) => key)).toEqual(['shared-variable', 'pipe'])
    expect(curves[1]?.points[1]).toMatchObject({ median: MIB * 1000, interval: [MIB * 500, MIB * 2000] })
    expect(curves[1]?.points[0]?.median).toBeNull()
    expect(spaced(bandwidthTitle(shown, curves))).toBe(
      'The fastest stream here is by pipe: 1000 MiB/s with messages of 1 MiB.',
    )
  })

  it('have no bandwidth where no time is left after the overhead', () => {
    expect(asBandwidth({ x: 64, median: 0, interval: [0, 1], count: 9 })).toMatchObject({
      median: null,
      interval: null,
    })
    expect(asBandwidth({ x: 64, median: 1, interval: [0, 2], count: 9 }).interval).toBeNull()
  })
})

describe('the models', () => {
  it('run from the smallest size to the largest; one of them is told in words', () => {
    const models = messageModels(shown)
    expect(models.map(({ of, predicted }) => [of, predicted?.x, predicted?.wordless])).toEqual([
      ['shared-variable', MIB, true],
      ['pipe', MIB, false],
    ])
    const { points = [] } = models[0] ?? {}
    expect(points[0]).toEqual({ x: 64, y: 2064 })
    expect(points.at(-1)?.x).toBeCloseTo(MIB)
    expect(points.at(-1)?.y).toBeCloseTo(2000 + MIB)
  })
})

describe('the titles', () => {
  it('tell the proportion at both ends, and ask before there is one', () => {
    expect(spaced(latencyTitle(shown))).toBe(
      'A pipe against a shared variable, one way: 1.50 × for 64 B, 3.00 × for 1 MiB.',
    )
    expect(latencyTitle({ ...shown, state: 'measuring' })).toMatch(/\?$/)
    expect(bandwidthTitle({ ...shown, state: 'measuring' }, [])).toMatch(/\?$/)
  })
})

describe('the matrix', () => {
  it('sorts what is planned by who talks to whom and how, with figures of one size', () => {
    const cells = matrixOf(shown, 64)
    expect(cells.map(({ way, between, entries }) => [way, between, entries.map(({ id }) => id)])).toEqual([
      ['share', 'threads', ['shared-in-place', 'shared-variable']],
      ['share', 'processes', []],
      ['send', 'threads', ['postmessage-transferred']],
      ['send', 'processes', ['pipe']],
    ])
    const [pipe] = cells[3]?.entries ?? []
    expect([pipe?.figure, pipe?.against].map((text) => spaced(text ?? ''))).toEqual(['3.00 µs', '1.50 ×'])
    expect(cells[0]?.entries[0]).toMatchObject({ figure: '–', against: '' })
  })
})
