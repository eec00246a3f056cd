import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { MeasurementRequest } from '../../../contract/measurement.ts'
import { ProbeLine, type ProbeSamples } from '../../../contract/probe.ts'
import type { RunView } from '../../../contract/run.ts'
import { CHOICE, LADDER } from '../../../model/clone-combinations.ts'
import { createLabOnTest } from '../../fixture-lab.ts'
import { SAMPLES } from '../../probes/fixture-probe.ts'
import { standInMeans } from '../fixture-experiment.ts'
import { cloneFlags, contradiction } from './experiment.ts'

const canRun =
  process.platform === 'linux' && existsSync(join(import.meta.dirname, '../../../native-probes/out/threadprobe'))

function samples(more: object): ProbeSamples {
  const line = ProbeLine.parse({ ...SAMPLES, values: { joined: [3, 4, 5] }, ...more })
  if (line.type !== 'samples') throw new Error('expected samples')
  return line
}

const LADDER_SERIES = LADDER.map(({ id }) => id)

async function measure(request: Omit<MeasurementRequest, 'experiment'>): Promise<RunView> {
  const { client, remove } = await createLabOnTest()
  onTestFinished(remove)
  for await (const event of await client.measure({ experiment: 'clone-flags', seed: 1, budgetSeconds: 1, ...request }))
    if (event.type === 'done') return event.run
  throw new Error('the run did not end')
}

describe('the evidence of a block', () => {
  it.each<[object, string | null]>([
    [{ counts: { created: 3, reaped: 3, otherCore: 0 } }, null],
    [{ counts: { created: 3, reaped: 2, otherCore: 0 } }, 'created 3 and reaped 2 for 3 samples'],
    [{ counts: { created: 2, reaped: 2, otherCore: 0 } }, 'created 2 and reaped 2 for 3 samples'],
    [
      { counts: { created: 3, reaped: 3, otherCore: 1 } },
      'had 1 of its tasks on another core though all were pinned to one',
    ],
    [
      {
        values: { joined: [] },
        counts: { created: 0, reaped: 0, otherCore: 0 },
        stopped: { call: 'clone', errno: 'EINVAL', message: 'Invalid argument', iteration: 0 },
      },
      'was refused by the kernel with EINVAL',
    ],
    [
      {
        values: { joined: [] },
        counts: { created: 0, reaped: 0, otherCore: 0 },
        stopped: { call: 'clone', errno: 'EAGAIN', message: 'Resource temporarily unavailable', iteration: 0 },
      },
      null, // A limit of the machine, which the lab names itself.
    ],
  ])('of %j gives %j', (more, reason) => {
    expect(contradiction(samples(more), 'one-core')).toBe(reason)
  })
})

it('says without probes why nothing can be measured, and denies nothing', () => {
  const means = standInMeans()
  expect(cloneFlags.series(means).map(({ unsupported }) => unsupported)).toEqual(
    Array.from({ length: 9 }, () => 'the probes are not built'),
  )
  expect(JSON.stringify(cloneFlags.parameters(means))).not.toContain('obstacle')
})

describe.runIf(canRun)('a run of clone-flags', () => {
  it('measures every combination, shows for each what is shared, and scores two predictions', async () => {
    const run = await measure({ quick: true })
    expect(run.series.filter(({ outcome }) => outcome.status !== 'measured')).toEqual([])
    const shown = run.observations.filter(({ name }) => name === 'sharing')
    expect(shown.map(({ about }) => about?.id)).toEqual(cloneFlags.series(standInMeans()).map(({ id }) => id))
    for (const { facts } of shown)
      expect({ flags: facts['flags'], differing: facts['differing'] }).toEqual({ flags: facts['flags'] })
    expect(run.predictions.map(({ of }) => of.id)).toEqual(['pthread-flags', CHOICE])
    for (const { score, model } of run.predictions) {
      expect(score?.measured).toBeGreaterThan(0)
      expect(model.fittedOn).toHaveLength(LADDER.length)
    }
    expect(run.findings.join(' ')).toMatch(/Your choice, VM, costs/)
  }, 30_000)

  it('sends an illegal choice where it is forced: it has failed with the reason, and the rest is measured', async () => {
    const run = await measure({ parameters: { flags: 'SIGHAND', force: 'yes' }, series: ['fork-flags', CHOICE] })
    const choice = run.series.filter(({ id }) => id === CHOICE)
    expect(choice.map(({ outcome }) => outcome)).toEqual(
      choice.map(() => ({
        status: 'failed',
        error: 'choice was refused by the kernel with EINVAL.',
        advice: 'SIGHAND needs VM.',
      })),
    )
    expect(run.series.find(({ id }) => id === 'fork-flags')?.outcome.status).toBe('measured')
    expect(run.findings).toContain(
      'Your choice, SIGHAND, was refused by the kernel with EINVAL, as the model predicted.',
    )
    expect(run.warnings.map(({ kind }) => kind)).not.toContain('limit-reached')
  }, 30_000)

  it('refuses an illegal choice before anything starts, unless it is forced', async () => {
    await expect(measure({ parameters: { flags: 'THREAD' } })).rejects.toThrow(/EINVAL\. THREAD needs SIGHAND/)
  })

  it.each([
    [{ flags: 'FILES' }, LADDER_SERIES, /rung of the ladder/],
    [{ flags: 'VM,VFORK' }, LADDER_SERIES, /no price for VFORK/],
    [{ flags: 'VM' }, ['fork-flags'], /every rung/],
  ])(
    'says why it predicts nothing for %j beside %j',
    async (parameters, series, reason) => {
      const run = await measure({ parameters, series: [...series, CHOICE] })
      expect(run.predictions).toEqual([])
      const { facts } = run.observations.find(({ name }) => name === 'no-prediction') ?? {}
      expect(facts?.['reason']).toMatch(reason)
    },
    30_000,
  )
})
