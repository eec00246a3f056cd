import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import type { RunView } from '../contract/run.ts'
import { StoredCostModel } from './constants/cost-model.ts'
import { standInExperiment, standInMeans } from './experiments/fixture-experiment.ts'
import { createMachineReader } from './machine/card.ts'
import { Measurements } from './measurement.ts'
import { blockOf, standInSubject } from './procedure/fixture-subject.ts'
import { RunStore } from './runs/store.ts'

/** A run of a stand-in, while the inspector was open or not. */
async function runWhile(inspected: boolean): Promise<RunView> {
  const folder = mkdtempSync(join(tmpdir(), 'threadlab-inspected-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const store = new RunStore(folder)
  const measurements = new Measurements({
    experiments: [standInExperiment([standInSubject('a', () => blockOf([1000, 1000]))])],
    means: standInMeans(),
    machine: createMachineReader(),
    store,
    costModel: new StoredCostModel(store),
    program: { name: 'threadlab', version: '0.0.0', host: 'test' },
    inspections: { lookout: () => () => inspected },
  })
  const request = { experiment: 'stand-in', budgetSeconds: 0.05, seed: 1 }
  for await (const event of await measurements.start(request, undefined)) if (event.type === 'done') return event.run
  throw new Error('the measurement ended without a run')
}

it.each([true, false])('a run knows whether the inspector read /proc meanwhile: %s', async (inspected) => {
  const { warnings } = await runWhile(inspected)
  expect(warnings.some(({ message }) => message.includes('inspector'))).toBe(inspected)
})
