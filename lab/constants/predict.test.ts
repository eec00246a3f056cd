import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Prediction } from '../../contract/prediction.ts'
import { conditionKey } from '../../contract/series-key.ts'
import type { SeriesIdentity } from '../../contract/series.ts'
import { exampleCalibration, exampleFigure, exampleFigures, exampleForks } from './fixture-figures.ts'
import { predictFromRuns } from './predict.ts'
import type { RunFigures } from './run-figures.ts'

const fork = (parentMiB: number, placement = 'one-core'): SeriesIdentity => ({
  id: 'fork',
  part: 'joined',
  condition: { parentMiB, pages: '4k', placement },
})
const predict = (runs: readonly RunFigures[], ...planned: SeriesIdentity[]): Prediction[] =>
  predictFromRuns(runs, 'creation-cost', planned)

describe('predictFromRuns', () => {
  it('predicts what lies on the line of an earlier run', () => {
    const run = exampleFigures(1, { figures: exampleForks([0, 64, 256], 150_000, 900) })
    const [prediction] = predict([run], fork(1024))
    expect(Prediction.parse(prediction)).toEqual(prediction)
    expect(prediction?.value).toBeCloseTo(150_000 + 900 * 512)
    expect(prediction).toMatchObject({ runs: [run.run], score: null, model: { at: 512 } })
    expect(prediction?.model.fittedOn).toHaveLength(3)
  })

  it('never fits on the configuration that it predicts, whatever the runs measured', () => {
    const sizes = fc.uniqueArray(
      fc.integer({ min: 0, max: 40 }).map((n) => n * 64),
      { maxLength: 7 },
    )
    const runs = fc.array(
      fc.record({ sizes, fixed: fc.integer({ min: 1, max: 300_000 }), perPage: fc.integer({ min: 0, max: 2000 }) }),
      { maxLength: 5 },
    )
    fc.assert(
      fc.property(runs, sizes, (measured, planned) => {
        const figures = measured.map((run, i) =>
          exampleFigures(i, { figures: exampleForks(run.sizes, run.fixed, run.perPage) }),
        )
        for (const { of, model, runs: named } of predict(figures, ...planned.map((size) => fork(size)))) {
          const places = model.fittedOn.map(({ condition }) => conditionKey(condition))
          expect(places).not.toContain(conditionKey(of.condition))
          expect(model.fittedOn.map(({ x }) => x)).not.toContain(model.at)
          expect(new Set(model.fittedOn.map(({ run }) => run))).toEqual(new Set(named))
        }
      }),
    )
  })

  it('makes no prediction from runs of the same configuration alone, which would be a repetition', () => {
    const run = exampleFigures(1, { figures: exampleForks([64], 150_000, 900) })
    expect(predict([run], fork(64))).toEqual([])
  })

  it('makes no prediction from one other configuration, which gives no line', () => {
    const run = exampleFigures(1, { figures: exampleForks([0, 64], 150_000, 900) })
    expect(predict([run], fork(64))).toEqual([])
  })

  it('keeps to the circumstances of what it predicts', () => {
    const run = exampleFigures(1, { figures: exampleForks([0, 64, 256], 150_000, 900) })
    expect(predict([run], fork(1024, 'free'))).toEqual([])
  })

  it('predicts nothing that no line is about', () => {
    const run = exampleFigures(1, { figures: exampleForks([0, 64, 256], 150_000, 900) })
    expect(predict([run], { ...fork(1024), id: 'pthread' }, { ...fork(1024), part: 'called' })).toEqual([])
    expect(predictFromRuns([run], 'clone-flags', [fork(1024)])).toEqual([])
  })

  it('covers what three runs differ by', () => {
    const runs = [140_000, 150_000, 160_000].map((fixed, i) =>
      exampleFigures(9 - i, { figures: exampleForks([0, 64, 256], fixed, 900) }),
    )
    const [prediction] = predict(runs, fork(1024))
    expect(prediction?.value).toBeCloseTo(150_000 + 900 * 512)
    expect(prediction?.runs).toHaveLength(3)
    // s = 10,000: ± 4.303 × 10,000 × √(4/3).
    const [low = 0, high = 0] = prediction?.interval ?? []
    expect(high - low).toBeCloseTo(2 * 49_684, -2)
  })

  it('predicts a message between measured sizes, and none beyond them', () => {
    const message = (bytes: number): SeriesIdentity => ({
      id: 'pipe',
      part: 'latency',
      condition: { bytes, placement: 'one-core' },
    })
    const figures = [64, 65_536, 1_048_576].map((bytes) =>
      exampleFigure('pipe', 'latency', message(bytes).condition, 3000 + 0.25 * bytes),
    )
    const runs = [exampleFigures(1, { experiment: 'communication', figures })]
    const predictions = predictFromRuns(runs, 'communication', [message(4096), message(16_777_216), message(64)])
    expect(predictions.map(({ model }) => model.at)).toEqual([4096])
    expect(predictions[0]?.value).toBeCloseTo(3000 + 0.25 * 4096)
  })

  it('predicts the memory of one of another number, from what a run fitted beforehand', () => {
    const runs = [exampleFigures(1, { experiment: 'memory', calibrations: [exampleCalibration(200, 1e6, 65_000)] })]
    const units = (n: number): SeriesIdentity => ({ id: 'fork', part: 'total', condition: { units: n } })
    const [prediction, ...none] = predictFromRuns(runs, 'memory', [units(1000), units(100)])
    expect(prediction?.value).toBeCloseTo(1e6 / 1000 + 65_000)
    // It was among those that the run fitted on.
    expect(none).toEqual([])
  })
})
