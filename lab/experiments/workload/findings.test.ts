import { describe, expect, it } from 'vitest'
import type { Prediction } from '../../../contract/prediction.ts'
import type { Observation } from '../../../contract/run.ts'
import { exampleSeries } from '../../runs/fixture-run.ts'
import type { MeasuredRun } from '../experiment.ts'
import { findings } from './findings.ts'
import { taskSeries } from './series.ts'

const measured = (thread: string, ms: number): MeasuredRun['series'][number] =>
  exampleSeries(taskSeries(thread, 'turnaround'), [[ms * 1e6], [ms * 1e6], [ms * 1e6]])

const predicted = (thread: string, ms: number, inside: boolean): Prediction => ({
  of: taskSeries(thread, 'turnaround'),
  unit: 'ns',
  value: ms * 1e6,
  interval: [ms * 1e6, ms * 1e6],
  madeAt: '2026-01-01T00:00:00.000Z',
  model: { form: 'simulation', constants: {}, variable: 'cores', at: 1, simulations: 20, fittedOn: [] },
  score: { measured: 0, interval: [0, 0], relativeError: 0, inside },
})

const counts = (thread: string, facts: Observation['facts']): Observation => ({
  name: 'counts',
  about: { id: 'threads', condition: { thread } },
  facts: { repetitions: 10, computedNs: 1e8, recordedNs: 1.01e8, lostRecords: 0, ...facts },
})

const KERNEL: Observation = { name: 'timeline-source', facts: { source: 'kernel' } }

const run = (more: Partial<MeasuredRun> = {}): MeasuredRun => ({
  parameters: {},
  ratios: [],
  series: [measured('a', 20), measured('b', 30)],
  predictions: [predicted('a', 20, true), predicted('b', 20, false)],
  observations: [KERNEL, counts('a', {}), counts('b', {})],
  ...more,
})

describe('what a run shows', () => {
  it('is how far the model was off, over all and about whom most', () => {
    const [overall, furthest, evidence, ...more] = findings(run())
    expect(overall).toMatch(/MEASURED as 25\.0.ms, 25\.0.% more than the 20\.0.ms .* 1 of 2 threads were within/)
    expect(furthest).toMatch(/^Furthest from it was b: 20\.0.ms predicted, 30\.0.ms measured\.$/)
    expect(evidence).toMatch(/differ by 1\.00.%\.$/)
    expect(more).toEqual([])
  })

  it('names others as a reason only where they took enough of the core to be one', () => {
    const others = (ns: number): string | undefined =>
      findings(run({ observations: [KERNEL, counts('a', {}), counts('b', { takenByOthersNs: ns * 10 })] }))[1]
    expect(others(9e6)).toMatch(/had its core for 9\.00.ms while it could have run/)
    expect(others(1e6)).not.toMatch(/had its core/)
  })

  it('has nothing furthest where the model was right', () => {
    const right = run({ series: [measured('a', 20), measured('b', 20.1)] })
    expect(findings(right)[0]).toMatch(/within half a percent of the 20\.0/)
    expect(findings(right).join(' ')).not.toMatch(/Furthest/)
  })

  it('is the measured time alone where there is no prediction, and nothing where nothing was measured', () => {
    expect(findings(run({ predictions: [] }))[0]).toMatch(/mean turnaround was 25\.0.ms; there is no prediction/)
    expect(findings(run({ predictions: [], series: [], observations: [] }))).toEqual([])
  })

  it('says that records are missing, or were lost', () => {
    const told = (facts: Observation['facts'], source = 'kernel'): string | undefined =>
      findings(run({ observations: [{ name: 'timeline-source', facts: { source } }, counts('a', facts)] })).at(-1)
    expect(told({}, 'threads')).toMatch(/refused its records/)
    expect(told({ lostRecords: 3 })).toMatch(/3 records were lost/)
  })
})
