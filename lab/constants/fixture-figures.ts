import type { Prediction } from '../../contract/prediction.ts'
import type { Condition } from '../../contract/series.ts'
import type { Figure, RunFigures } from './run-figures.ts'

/** A figure for tests, known to 1 %. */
export function exampleFigure(id: string, part: string, condition: Condition, median: number): Figure {
  return { id, part, condition, median, interval: [median * 0.99, median * 1.01], count: 100 }
}

/** `fork` of one run on a known line over page-table pages, in nanoseconds. */
export function exampleForks(sizesMiB: readonly number[], fixed: number, perPage: number): Figure[] {
  return sizesMiB.map((parentMiB) =>
    exampleFigure(
      'fork',
      'joined',
      { parentMiB, pages: '4k', placement: 'one-core' },
      fixed + (perPage * parentMiB) / 2,
    ),
  )
}

/** A run for tests as the cost model sees it; later numbers are newer. */
export function exampleFigures(number: number, more: Partial<RunFigures> = {}): RunFigures {
  return {
    run: `20260102-0304${String(number).padStart(2, '0')}-creation-cost-abcdef`,
    startedAt: new Date(Date.UTC(2026, 0, 2, 3, 4, number)).toISOString(),
    experiment: 'creation-cost',
    machine: 'this one',
    figures: [],
    calibrations: [],
    predictions: [],
    ...more,
  }
}

/** What a memory run fitted beforehand, for tests: N units take `base + N × perUnit` bytes. */
export function exampleCalibration(units: number, base: number, perUnit: number): Prediction {
  const around = (value: number): { value: number; interval: [number, number] } => ({
    value,
    interval: [value * 0.99, value * 1.01],
  })
  return {
    of: { id: 'fork', part: 'total', condition: { units } },
    unit: 'B',
    ...around(base / units + perUnit),
    madeAt: '2026-01-02T03:04:05.000Z',
    model: {
      form: '(base + N × per unit) ÷ N',
      constants: {
        base: { ...around(base), unit: 'B' },
        'per unit': { ...around(perUnit), unit: 'B per unit' },
      },
      variable: 'N',
      at: units,
      fittedOn: [units / 10, units / 4, units / 2].map((x) => ({ condition: { units: x }, x, y: base + x * perUnit })),
    },
    score: null,
  }
}
