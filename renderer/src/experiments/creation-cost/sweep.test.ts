import { describe, expect, it } from 'vitest'
import type { Prediction } from '../../../../contract/prediction.ts'
import type { ShownRun } from '../../measuring/shown-run.ts'
import { modelCurve, parentSizes, predictionWords, sweepLines } from './sweep.ts'

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
    baseline: 'pthread',
    budgetSeconds: { full: 30, quick: 10 },
  },
  state: 'measuring',
  phase: null,
  plan,
  series: new Map(),
  ratios: [],
  predictions: [],
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

const plain = (words: string | null | undefined): string | undefined => words?.replaceAll('\u202f', ' ')

describe('parentSizes', () => {
  it('gives each size once, the smallest first, and none for a task without a creator', () => {
    expect(parentSizes(plan)).toEqual([0, 64, 256])
  })
})

describe('sweepLines', () => {
  const lines = sweepLines(shown, 'joined')

  it('begins both page sizes at the parent that touched nothing', () => {
    expect(lines.map(({ key, points }) => [key, points.map(({ parentMiB }) => parentMiB)])).toEqual([
      ['fork 4k', [0, 64, 256]],
      ['fork huge', [0, 64]],
    ])
  })

  it('has no line for a series without sizes', () => {
    expect(lines.some(({ id }) => id === 'worker-thread')).toBe(false)
  })
})

describe('modelCurve', () => {
  it('follows the constants of the prediction from 0 to the largest size', () => {
    const curve = modelCurve(prediction, 1024)
    expect(curve[0]).toEqual({ parentMiB: 0, cost: 100_000 })
    expect(curve.at(-1)).toEqual({ parentMiB: 1024, cost: 100_000 + 50_000 * 512 })
  })

  it('draws nothing for a model whose constants it does not know', () => {
    expect(modelCurve({ ...prediction, model: { ...prediction.model, constants: {} } }, 1024)).toEqual([])
  })
})

describe('predictionWords', () => {
  it('gives the prediction before anything is measured', () => {
    const { predicted, measured } = predictionWords(prediction)
    expect(plain(predicted)).toBe('predicted 28.1 ms [27.9–28.4]')
    expect(measured).toBeNull()
  })

  it('adds how it fared', () => {
    const score = {
      measured: 27.9e6,
      interval: [27.8e6, 28e6] as [number, number],
      relativeError: -0.00712,
      inside: true,
    }
    expect(plain(predictionWords({ ...prediction, score }).measured)).toBe(
      'measured 27.9 ms, 0.712 % below; the intervals overlap',
    )
    expect(predictionWords({ ...prediction, score: { ...score, inside: false } }).measured).toContain(
      'the intervals do not overlap',
    )
  })
})
