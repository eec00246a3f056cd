import { describe, expect, it } from 'vitest'
import type { Prediction } from '../../../../contract/prediction.ts'
import type { Interval } from '../../../../contract/series.ts'
import type { ShownRun } from '../../measuring/shown-run.ts'
import { modelCurve, parentSizes, fared, sweepCurves, sweepModels } from './sweep.ts'

const at = (id: string, parentMiB: number, pages: string) => ({
  id,
  part: 'joined',
  condition: { parentMiB, pages, placement: 'one-core' },
})
const plan = [
  at('fork', 0, '4k'),
  at('fork', 256, '4k'),
  at('fork', 64, '4k'),
  at('fork', 64, 'huge'),
  { id: 'worker-thread', part: 'joined', condition: { placement: 'free' } },
]
const shown: ShownRun = {
  experiment: {
    id: 'creation-cost',
    title: '',
    question: '',
    group: 'measure',
    method: '',
    parameters: [],
    series: [],
    parts: [],
    budgetSeconds: { full: 30, quick: 10 },
  },
  state: 'measuring',
  phase: null,
  plan,
  series: new Map(),
  ratios: [],
  predictions: [],
  observations: [],
  findings: [],
  rain: null,
}

const prediction: Prediction = {
  of: at('fork', 1024, '4k'),
  unit: 'ns',
  value: 28.1e6,
  interval: [27.9e6, 28.4e6],
  madeAt: '2026-01-01T00:00:00Z',
  model: {
    form: 'a + b × page-table pages',
    constants: {
      a: { value: 100_000, interval: [0, 0], unit: 'ns' },
      b: { value: 50_000, interval: [0, 0], unit: 'ns' },
    },
    variable: '',
    at: 512,
    fittedOn: [],
  },
  score: null,
}

const INTERVAL: Interval = [27.8e6, 28e6]
const plain = (words: string | null | undefined): string | undefined => words?.replaceAll('\u202f', ' ')

describe('parentSizes', () => {
  it('gives each size once, the smallest first, and none for a task without a creator', () => {
    expect(parentSizes(plan)).toEqual([0, 64, 256])
  })
})

describe('sweepCurves', () => {
  const curves = sweepCurves(shown, 'joined')

  it('begins both page sizes at the parent that touched nothing', () => {
    expect(curves.map(({ key, points }) => [key, points.map(({ x }) => x)])).toEqual([
      ['fork 4k', [0, 64, 256]],
      ['fork huge', [0, 64]],
    ])
  })

  it('tells page sizes apart by name and by mark where there are both', () => {
    expect(curves.map(({ name, mark }) => [name, mark])).toEqual([
      ['fork, 4 KiB', 'circle'],
      ['fork, huge', 'square'],
    ])
    const small = {
      ...shown,
      plan: plan.filter(({ condition }) => !('pages' in condition) || condition.pages === '4k'),
    }
    expect(sweepCurves(small, 'joined').map(({ name }) => name)).toEqual(['fork'])
  })

  it('says the size and the pages of the parent', () => {
    const words = curves[1]?.points.map((point) => point.words)
    expect(words).toEqual(['fork, parent touched 0 MiB', 'fork, parent touched 64 MiB in huge pages'])
  })

  it('has no curve for a series without sizes', () => {
    expect(curves.some(({ key }) => key.startsWith('worker-thread'))).toBe(false)
  })
})

describe('modelCurve', () => {
  it('follows the constants of the prediction from 0 to the largest size', () => {
    const curve = modelCurve(prediction, 1024)
    expect(curve[0]).toEqual({ x: 0, y: 100_000 })
    expect(curve.at(-1)).toEqual({ x: 1024, y: 100_000 + 50_000 * 512 })
  })

  it('draws nothing for a model whose constants it does not know', () => {
    expect(modelCurve({ ...prediction, model: { ...prediction.model, constants: {} } }, 1024)).toEqual([])
  })
})

describe('sweepModels', () => {
  it('puts the prediction on the curve that it speaks of, in its own part alone', () => {
    const predicting = { ...shown, predictions: [prediction] }
    expect(sweepModels(predicting, 'joined')).toMatchObject([
      { of: 'fork 4k', predicted: { x: 1024, value: 28.1e6, interval: [27.9e6, 28.4e6], score: null } },
    ])
    expect(sweepModels(predicting, 'called')).toEqual([])
  })
})

describe('fared', () => {
  it('has nothing to say before anything is measured', () => {
    expect(fared(prediction)).toBeNull()
  })

  it('says how the prediction fared', () => {
    const score = {
      measured: 27.9e6,
      interval: INTERVAL,
      relativeError: -0.00712,
      inside: true,
    }
    expect(plain(fared({ ...prediction, score }))).toBe('MEASURED 27.9 ms, 0.712 % below; the intervals overlap')
    expect(fared({ ...prediction, score: { ...score, inside: false } })).toContain('the intervals do not overlap')
  })
})
