import { describe, expect, it } from 'vitest'
import type { Prediction } from '../../../../contract/prediction.ts'
import type { Condition, Ratio, SeriesIdentity } from '../../../../contract/series.ts'
import type { SeriesDescription } from '../../../../contract/experiment.ts'
import type { ShownRun } from '../../measuring/shown-run.ts'
import { modelCurve, ringCurves, ringTitle, switchModels, workingSetCurves, workingSetTitle } from './sweeps.ts'

const plain: Condition = { handover: 'switch', workingSetKiB: 0, ring: 2 }
const at = (id: string, more: Condition = {}): SeriesIdentity => ({
  id,
  part: 'handover',
  condition: { ...plain, ...more },
})
const described = (id: string): SeriesDescription => ({
  id,
  kind: id.endsWith('processes') ? 'process' : 'thread',
  explanation: '',
  unsupported: null,
  comparedWith: null,
})

const shown: ShownRun = {
  experiment: {
    ...{ id: 'context-switch', title: '', question: '', group: 'measure', method: '' },
    parameters: [],
    series: ['pipe-threads', 'pipe-processes', 'futex-threads', 'ring-processes'].map(described),
    parts: [],
    budgetSeconds: { full: 30, quick: 9 },
  },
  state: 'complete',
  phase: null,
  plan: [
    ...[8192, 0, 64].flatMap((workingSetKiB) => [
      at('pipe-threads', { workingSetKiB }),
      at('pipe-processes', { workingSetKiB }),
    ]),
    at('pipe-threads', { handover: 'wake-up' }),
    at('futex-threads'),
    ...[12, 2].map((ring) => at('ring-processes', { ring })),
  ],
  series: new Map(),
  ratios: [],
  predictions: [],
  observations: [],
  findings: [],
  rain: null,
}

const prediction = (id: string, workingSetKiB: number): Prediction => ({
  of: at(id, { workingSetKiB }),
  unit: 'ns',
  value: 15_000,
  interval: [14_000, 16_000],
  madeAt: '2026-01-01T00:00:00Z',
  model: {
    form: 'direct + refill × cache lines',
    constants: {
      direct: { value: 2500, interval: [0, 0], unit: 'ns' },
      refill: { value: 0.1, interval: [0, 0], unit: 'ns per cache line' },
    },
    variable: '',
    at: 0,
    fittedOn: [],
  },
  score: null,
})

const ratio = (of: SeriesIdentity, value: number, differs = true): Ratio => ({
  of,
  to: at(of.id),
  ratio: value,
  interval: [value, value],
  p: 0,
  rounds: 9,
  verdict: differs ? 'differs' : 'no-difference-shown',
})

const spaced = (text: string): string => text.replaceAll('\u202f', ' ')

describe('the curves', () => {
  it('are of switches by pipe over the working set, never of wake-ups', () => {
    const curves = workingSetCurves(shown, 'handover')
    expect(curves.map(({ key, points, mark }) => [key, points.map(({ x }) => x), mark])).toEqual([
      ['pipe-threads', [0, 64, 8192], 'circle'],
      ['pipe-processes', [0, 64, 8192], 'square'],
    ])
  })

  it('are of rings over their size', () => {
    expect(ringCurves(shown, 'handover').map(({ key, points }) => [key, points.map(({ x }) => x)])).toEqual([
      ['ring-processes', [2, 12]],
    ])
  })

  it('need more than one place', () => {
    const one = { ...shown, plan: [at('pipe-threads'), at('ring-threads')] }
    expect([...workingSetCurves(one, 'handover'), ...ringCurves(one, 'handover')]).toEqual([])
  })

  it('tell at a point how many switches the kernel counted for a handover', () => {
    const counts = { handovers: 100, voluntarySwitches: 100, involuntarySwitches: 33 }
    const about = { id: 'ring-processes', condition: at('', { ring: 12 }).condition }
    const counted = { ...shown, observations: [{ name: 'counts', about, facts: counts }] }
    const notes = ringCurves(counted, 'handover')[0]?.points.map((point) => point.notes)
    expect(notes).toEqual([[], ['1.33 switches for each handover']])
  })
})

describe('the model', () => {
  const curves = workingSetCurves(shown, 'handover')

  it('is drawn once, between processes, with a diamond for each prediction', () => {
    const predictions = [
      prediction('pipe-threads', 8192),
      prediction('pipe-processes', 1024),
      prediction('pipe-processes', 8192),
    ]
    const models = switchModels({ predictions }, curves)
    expect(models.map(({ of, points, predicted }) => [of, points.length > 0, predicted?.x])).toEqual([
      ['pipe-processes', true, 1024],
      ['pipe-processes', false, 8192],
    ])
  })

  it('falls back to threads, and to nothing', () => {
    expect(switchModels({ predictions: [prediction('pipe-threads', 8192)] }, curves)[0]?.of).toBe('pipe-threads')
    expect(switchModels({ predictions: [] }, curves)).toEqual([])
  })

  it('follows its constants from 0 to the largest working set', () => {
    const curve = modelCurve(prediction('pipe-threads', 8192), 8192)
    expect(curve[0]).toEqual({ x: 0, y: 2500 })
    expect(curve.at(-1)?.y).toBeCloseTo(2500 + 0.1 * 8192 * 16)
  })
})

describe('the titles', () => {
  it('ask before there is an answer', () => {
    const early: ShownRun = { ...shown, state: 'measuring' }
    expect(workingSetTitle(early, workingSetCurves(early, 'handover'))).toMatch(/\?$/)
    expect(ringTitle(early, ringCurves(early, 'handover'))).toMatch(/\?$/)
  })

  it('tell the growth, or that none is shown', () => {
    const large = at('pipe-processes', { workingSetKiB: 8192 })
    const curves = workingSetCurves(shown, 'handover')
    const title = (one: Ratio): string => spaced(workingSetTitle({ ...shown, ratios: [one] }, curves))
    expect(title(ratio(large, 23))).toBe('With 8192 KiB touched at each turn, a handover grows to 23.0 × its cost.')
    expect(title(ratio(large, 1, false))).toContain('No difference is shown')
    const ring = ratio(at('ring-processes', { ring: 12 }), 1.6)
    expect(spaced(ringTitle({ ...shown, ratios: [ring] }, ringCurves(shown, 'handover')))).toBe(
      'In a ring of 12, a handover costs 1.60 × that in a ring of 2.',
    )
  })
})
