import { describe, expect, it } from 'vitest'
import type { MadePrediction } from '../../../contract/cost-model.ts'
import { faredCsv } from './fared-csv.ts'
import { faredDomain, faredRows } from './fared.ts'
import { talliedWords } from './tally.ts'

const made = (score: MadePrediction['prediction']['score'] = null): MadePrediction => ({
  run: '20260102-030405-creation-cost-abcdef',
  startedAt: '2026-01-02T03:04:05.000Z',
  experiment: 'creation-cost',
  constants: ['fork.fixed', 'fork.page'],
  prediction: {
    of: { id: 'fork', part: 'joined', condition: { parentMiB: 256, pages: '4k', placement: 'one-core' } },
    unit: 'ns',
    value: 200_000,
    interval: [180_000, 230_000],
    madeAt: '2026-01-02T03:04:05.000Z',
    runs: ['earlier'],
    model: { form: '', constants: {}, variable: '', at: 128, fittedOn: [] },
    score,
  },
})
const above = made({ measured: 250_000, interval: [240_000, 260_000], relativeError: 0.25, inside: false })

describe('faredRows', () => {
  it('puts prediction and measurement into shares of what was predicted', () => {
    const [row] = faredRows([above], [])
    expect(row?.whisker.map((share) => Math.round(share * 100))).toEqual([-10, 15])
    expect(row?.measured?.interval.map((share) => Math.round(share * 100))).toEqual([20, 30])
    expect(row?.measured).toMatchObject({ at: 0.25, inside: false })
    expect(row?.verdict).toMatch(/^\+25\.0.% outside$/)
    expect(row?.reading).toMatch(/PREDICTED 200.µs \[180–230\]; MEASURED 250.µs/)
  })

  it('says so of what was not measured in the end', () => {
    expect(faredRows([made()], [])[0]).toMatchObject({ measured: null, verdict: 'not measured' })
  })
})

describe('faredDomain', () => {
  it('holds every mark, as far below as above', () => {
    const [low, high] = faredDomain(faredRows([above], []))
    expect(high).toBeGreaterThan(0.3)
    expect(low).toBe(-high)
  })

  it('is no narrower than a tenth, no lower than nothing and no wider than three times', () => {
    expect(faredDomain([])[1]).toBeCloseTo(0.108)
    const wild = made({ measured: 9e6, interval: [8e6, 1e7], relativeError: 44, inside: false })
    expect(faredDomain(faredRows([wild], []))).toEqual([-1, 2])
  })
})

describe('talliedWords', () => {
  it('counts those that were measured', () => {
    expect(talliedWords([above.prediction, made().prediction])).toBe('2 predictions, 0 of 1 inside')
    expect(talliedWords([made().prediction])).toBe('1 prediction, none measured yet')
  })
})

describe('faredCsv', () => {
  it('has a line for each prediction, with empty places where nothing was measured', () => {
    const lines = faredCsv([above, made()]).split('\r\n')
    expect(lines).toHaveLength(4)
    expect(new Set(lines.slice(0, 3).map((line) => line.split(',').length))).toEqual(new Set([11]))
    expect(lines[2]).toMatch(/,,,,$/)
  })
})
