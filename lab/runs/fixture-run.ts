import { RUN_SCHEMA, type Run } from '../../contract/run.ts'
import type { Series, SeriesIdentity } from '../../contract/series.ts'
import { readMachineCard } from '../machine/card.ts'
import { summarise } from '../statistics/summary.ts'

const machine = await readMachineCard()

/** A series for tests, measured in these rounds. */
export function exampleSeries(
  identity: Partial<SeriesIdentity>,
  rounds: readonly (readonly number[])[],
  overhead = 0,
): Series {
  const blocks = rounds.map((round) => [...round])
  return {
    id: 'fork',
    part: 'joined',
    condition: { parentMiB: 0, pages: '4k', placement: 'one-core' },
    ...identity,
    unit: 'ns',
    batch: 1,
    outcome: { status: 'measured' },
    samples: blocks.flat(),
    blocks: blocks.map(({ length }) => length),
    summary: summarise(blocks, { seed: 1, overhead, resamples: 100 }),
  }
}

/** A run for tests, made on this machine without measuring. */
export function exampleRun(more: Partial<Run> = {}): Run {
  return {
    schema: RUN_SCHEMA,
    id: '20260102-030405-creation-cost-abcdef',
    startedAt: '2026-01-02T03:04:05.000Z',
    finishedAt: '2026-01-02T03:04:15.000Z',
    experiment: 'creation-cost',
    parameters: { 'parent-mib': [0], pages: ['4k'], placement: 'one-core' },
    seed: 7,
    outcome: { status: 'measured' },
    procedure: {
      rounds: 2,
      warmUpSeconds: 0.1,
      measuredSeconds: 0.9,
      budgetSeconds: 1,
      target: 0.02,
      stopped: 'budget-spent',
    },
    series: [
      exampleSeries({ id: 'fork' }, [
        [150_000, 160_000],
        [155_000, 152_000],
      ]),
      exampleSeries({ id: 'pthread' }, [
        [20_000, 21_000],
        [20_500, 22_000],
      ]),
    ],
    ratios: [],
    predictions: [],
    observations: [],
    warnings: [],
    machine,
    program: { name: 'threadlab', version: '0.0.0', host: 'test' },
    ...more,
  }
}
