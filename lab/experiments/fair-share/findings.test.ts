import { describe, expect, it } from 'vitest'
import type { Prediction } from '../../../contract/prediction.ts'
import type { Observation } from '../../../contract/run.ts'
import { exampleSeries } from '../../runs/fixture-run.ts'
import type { MeasuredRun } from '../experiment.ts'
import { findings } from './findings.ts'
import { threadSeries, type PartId } from './series.ts'

const A = { name: 'A', nice: 0 }
const B = { name: 'B', nice: 5 }

const measured = (thread: typeof A, part: PartId, ...ms: number[]): MeasuredRun['series'][number] =>
  exampleSeries(
    threadSeries(thread, part),
    (ms.length === 1 ? [ms, ms, ms].flat() : ms).map((one) => [one * 1e6]),
  )

const turn = (thread: typeof A, ms: number): Prediction => ({
  of: threadSeries(thread, 'turn'),
  unit: 'ns',
  value: ms * 1e6,
  interval: [ms * 1e6, ms * 1e6],
  madeAt: '2026-01-01T00:00:00.000Z',
  model: { form: 'simulation', constants: {}, variable: 'nice', at: 0, simulations: 20, fittedOn: [] },
  score: null,
})

const counts = (thread: typeof A, cpuMs: number): Observation => ({
  name: 'counts',
  about: { id: 'threads', condition: { thread: thread.name, nice: thread.nice } },
  facts: { repetitions: 10, cpuNs: cpuMs * 1e6 },
})

const RECORDED: Observation[] = [
  { name: 'timeline-source', facts: { source: 'kernel' } },
  { name: 'recorded-repetition', facts: { cpuNs: 1e9, recordedNs: 1.01e9, lostRecords: 0 } },
]

const run = (more: Partial<MeasuredRun> = {}): MeasuredRun => ({
  parameters: { nice: '0 5', period: 1000 },
  ratios: [],
  series: [
    ...[measured(A, 'share', 751), measured(B, 'share', 249)],
    ...[measured(A, 'turn', 11), measured(B, 'turn', 3.9)],
  ],
  predictions: [turn(A, 12.2), turn(B, 4)],
  observations: [...RECORDED, counts(A, 7510), counts(B, 2490)],
  ...more,
})

describe('what a contest shows', () => {
  it('is what the nicest thread got against its weight, how far all are off, and how long turns were', () => {
    const [headline, verdict, turns, records, ...more] = findings(run())
    expect(headline).toMatch(
      /^B \(nice 5\) got 24\.9.% \[24\.9–24\.9\] of what the threads got; the weights say 24\.7.%\.$/,
    )
    expect(verdict).toMatch(
      /^Against the weights: A \(nice 0\) 75\.1.% \[75\.1–75\.1\] where they promise 75\.3.%, 0\.250 percentage points less; B \(nice 5\) 24\.9.% .* 24\.7.%, 0\.250 percentage points more\.$/,
    )
    expect(turns).toMatch(/took 11\.0.ms .*\(SIMULATED 12\.2.ms\) for A \(nice 0\) and 3\.90.ms .*4\.00.ms\) for B/)
    expect(records).toMatch(/differ by 1\.00.%\.$/)
    expect(more).toEqual([])
  })

  it('is a range where all have the same nice value', () => {
    const C = { name: 'B', nice: 0 }
    const same = run({
      parameters: { nice: '0 0', period: 1000 },
      series: [measured(A, 'share', 502), measured(C, 'share', 498)],
    })
    expect(findings(same)[0]).toMatch(
      /^2 threads of the same nice value got from 49\.8.% to 50\.2.% each; .* 50\.0.%\.$/,
    )
    expect(findings(same).join(' ')).not.toMatch(/turn/)
  })

  it('is no difference from the weights where the interval of a share holds what they promise', () => {
    const spread = (thread: typeof A, ms: number) => measured(thread, 'share', ms - 6, ms - 2, ms, ms + 2, ms + 6)
    const near = findings(run({ series: [spread(A, 753), spread(B, 247)] }))[1]
    expect(near).toMatch(
      /^Against the weights, no difference shown: A \(nice 0\) 75\.3.% \[.*\] where they promise 75\.3.%; B/,
    )
    const mixed = findings(run({ series: [spread(A, 753), measured(B, 'share', 200)] }))[1]
    expect(mixed).toMatch(
      /A \(nice 0\) 75\.3.% \[.*\] where they promise 75\.3.%, no difference shown; B .* 4\.65 percentage/,
    )
  })

  it('is no verdict from a single repetition, of which no interval can be known', () => {
    const once = (thread: typeof A, ms: number) => exampleSeries(threadSeries(thread, 'share'), [[ms * 1e6]])
    const [, verdict] = findings(run({ series: [once(A, 700), once(B, 300)] }))
    expect(verdict).toMatch(/A \(nice 0\) 70\.0.% \[.*\] where they promise 75\.3.%, no verdict from one repetition; B/)
  })

  it('says for how much of the time no thread had the core, and claims no reason: only they are recorded', () => {
    const others = findings(run({ observations: [counts(A, 6000), counts(B, 2000)] }))
    expect(others.at(-1)).toMatch(
      /^None of the threads had the core for 20\.0.% of the time\. Possible reasons: other programs, interrupts, the hypervisor, a CPU quota\. Shares are of what the threads got together\.$/,
    )
    expect(findings(run()).join(' ')).not.toMatch(/None of the threads/)
  })

  it('says that the kernel refused its records', () => {
    const source: Observation = { name: 'timeline-source', facts: { source: 'threads' } }
    expect(findings(run({ observations: [source] })).at(-1)).toMatch(/refused its records/)
  })

  it('is nothing where nothing was measured', () => {
    expect(findings(run({ series: [], predictions: [], observations: [] }))).toEqual([])
  })
})
