import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { MeasurementEvent, MeasurementRequest } from '../contract/measurement.ts'
import type { ParameterValue } from '../contract/run.ts'
import { StoredCostModel } from './constants/cost-model.ts'
import type { Experiment, Means } from './experiments/experiment.ts'
import { standInExperiment, standInMeans } from './experiments/fixture-experiment.ts'
import { UsageError } from './experiments/parameters.ts'
import { createMachineReader } from './machine/card.ts'
import { Measurements } from './measurement.ts'
import { blockOf, standInSubject } from './procedure/fixture-subject.ts'
import { RunStore } from './runs/store.ts'

const means = standInMeans()
const tooMany = new UsageError('5000 tasks do not fit: this machine holds 1000.')

/** Measurements of one experiment that refuses more than 1000 tasks, and what it was asked. */
function createTest(): { measurements: Measurements; store: RunStore; asked: unknown[]; runs: () => number } {
  const asked: [Record<string, ParameterValue>, readonly string[], Means][] = []
  let runs = 0
  const subjects = ['a', 'b'].map((id) => standInSubject(id, () => blockOf([1000, 1000])))
  const ready = standInExperiment(subjects)
  const experiment: Experiment = {
    ...ready,
    parameters: () => ({
      tasks: { choose: 'number', title: '', help: '', least: 1, greatest: 10_000, default: 10, quick: 1 },
    }),
    refuse: (parameters, series, given) => {
      asked.push([parameters, series, given])
      if (Number(parameters['tasks']) > 1000) throw tooMany
    },
    run: (request, given) => {
      runs += 1
      return ready.run(request, given)
    },
  }
  const folder = mkdtempSync(join(tmpdir(), 'threadlab-refusal-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const store = new RunStore(folder)
  const measurements = new Measurements({
    experiments: [experiment],
    means,
    machine: createMachineReader(),
    store,
    costModel: new StoredCostModel(store),
    program: { name: 'threadlab', version: '0.0.0', host: 'test' },
  })
  return { measurements, store, asked, runs: () => runs }
}

const request: MeasurementRequest = { experiment: 'stand-in', budgetSeconds: 0.05, seed: 1 }

describe('an experiment that refuses what it is asked', () => {
  it('says so before anything starts', async () => {
    const { measurements, store, runs } = createTest()
    const asking = measurements.start({ ...request, parameters: { tasks: 5000 } }, undefined)
    await expect(asking).rejects.toThrow(tooMany)
    expect(runs()).toBe(0)
    expect(measurements.running).toBeNull()
    expect(existsSync(store.folder)).toBe(false)
    expect(await measurements.cancel()).toBe(false)
  })

  it('is asked once, with what was checked and filled in', async () => {
    const { measurements, asked } = createTest()
    const events = await measurements.start({ ...request, series: ['b', 'b'], parameters: { tasks: '7' } }, undefined)
    await events.return()
    expect(asked).toEqual([[{ tasks: 7 }, ['b'], means]])
  })

  it.each<[string, Partial<MeasurementRequest>]>([
    ['an unknown series', { series: ['spoon'] }],
    ['a parameter out of bounds', { parameters: { tasks: 20_000 } }],
  ])('is not asked about %s', async (_, more) => {
    const { measurements, asked } = createTest()
    await expect(measurements.start({ ...request, ...more }, undefined)).rejects.toThrow(UsageError)
    expect(asked).toEqual([])
  })

  it('leaves the way free for the next measurement', async () => {
    const { measurements, store } = createTest()
    await measurements.start({ ...request, parameters: { tasks: 5000 } }, undefined).catch(() => {})
    let last: MeasurementEvent | undefined
    for await (const event of await measurements.start(request, undefined)) last = event
    expect(last).toMatchObject({ type: 'done', run: { outcome: { status: 'measured' }, parameters: { tasks: 10 } } })
    expect(readdirSync(store.folder)).toHaveLength(1)
    expect(measurements.running).toBeNull()
  })
})
