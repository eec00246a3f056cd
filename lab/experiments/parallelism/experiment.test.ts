import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Prediction } from '../../../contract/prediction.ts'
import type { Observation, ParameterValue } from '../../../contract/run.ts'
import { Timeline } from '../../../contract/timeline.ts'
import { processesWithEnvironment } from '../../fixture-processes.ts'
import type { ExperimentEvent, ExperimentResult, Means } from '../experiment.ts'
import { standInMeans } from '../fixture-experiment.ts'
import { planMeasurement } from '../plan.ts'
import { parallelism } from './experiment.ts'
import { crewSizes } from './parameters.ts'
import { workersIn } from './series.ts'

const path = join(import.meta.dirname, '../../../native-probes/out/threadprobe')
const hasProbe = process.platform === 'linux' && existsSync(path)
const EVERYTHING = ['one-core', 'all-cores', 'processes-all-cores']
const SMALL = { workers: [1, 2], 'work-ms': 5, 'serial-percent': 0 }

/** What the probes inherit, so that a test can find those that are left. */
const mark = randomUUID()
beforeAll(() => void (process.env['THREADLAB_TEST'] = mark))
afterAll(() => void delete process.env['THREADLAB_TEST'])
const running = (): number[] => processesWithEnvironment(mark)

interface Measured {
  result: ExperimentResult
  observations: Observation[]
  predictions: Prediction[]
  types: ExperimentEvent['type'][]
}

async function measure(
  means: Means,
  parameters: Record<string, ParameterValue>,
  more: { series?: string[]; budgetSeconds?: number; signal?: AbortSignal; onProgress?: () => void } = {},
): Promise<Measured> {
  const { series = EVERYTHING, budgetSeconds = 0.5, signal = new AbortController().signal, onProgress } = more
  const plan = planMeasurement([parallelism], means, { experiment: 'parallelism', series, parameters, seed: 1 })
  const told: Omit<Measured, 'result'> = { observations: [], predictions: [], types: [] }
  for (const events = parallelism.run({ ...plan, budgetSeconds, signal }, means); ;) {
    const { done, value } = await events.next()
    if (done) return { result: value, ...told }
    told.types.push(value.type)
    if (value.type === 'observation') told.observations.push(value.observation)
    if (value.type === 'prediction') told.predictions.push(value.prediction)
    if (value.type === 'progress') onProgress?.()
  }
}

describe.runIf(hasProbe)('with the probe', () => {
  const means = standInMeans({ probes: { path }, allowedCores: () => [0, 1] })

  it('measures every crew, recorded and predicted before the first sample', async () => {
    const { result, observations, predictions, types } = await measure(means, SMALL)
    expect(types.indexOf('plan')).toBe(0)
    expect(types.lastIndexOf('prediction')).toBeLessThan(types.indexOf('block'))
    expect(predictions.map(({ of }) => [of.id, workersIn(of)])).toEqual(EVERYTHING.map((id) => [id, 2]))
    for (const { subject, failure, samples } of result.recordings) {
      expect({ id: subject.id, failure }).toEqual({ id: subject.id, failure: null })
      expect(samples).toBeGreaterThan(0)
    }
    const overlaps = observations.filter(({ name }) => name === 'overlap')
    expect(overlaps.map(({ about }) => about?.id)).toEqual(EVERYTHING)
    const oneCore = overlaps.find(({ about }) => about?.id === 'one-core')?.facts
    if (oneCore?.['source'] === 'kernel') expect(oneCore).toMatchObject({ greatestShare: 0, mostAtOnce: 1 })
    expect(running()).toEqual([])
  })

  it('keeps the timeline of each series, as many workers as there are cores', async () => {
    const { result } = await measure(means, { ...SMALL, workers: [1, 2, 4] }, { series: ['one-core', 'all-cores'] })
    const timelines = (result.timelines ?? []).map((timeline) => Timeline.parse(timeline))
    expect(timelines.map(({ of }) => of)).toEqual(
      ['one-core', 'all-cores'].map((id) => ({ id, condition: { workers: 2 } })),
    )
    for (const { tasks, slices } of timelines) {
      expect(tasks).toEqual(['worker 1', 'worker 2'])
      expect(new Set(slices.task)).toEqual(new Set([0, 1]))
    }
  })

  it('keeps the timeline of the crew that the headline is of, where none is of as many workers as there are cores', async () => {
    const six = standInMeans({ probes: { path }, allowedCores: () => [0, 1, 0, 1, 0, 1] })
    const { result } = await measure(six, { ...SMALL, workers: [1, 2, 8] }, { series: ['all-cores'] })
    expect(result.timelines?.map(({ tasks }) => tasks.length)).toEqual([2])
  })

  it('predicts a time on a machine that does not say which cores are allowed', async () => {
    const silent = standInMeans({ probes: { path } })
    const { observations, predictions } = await measure(silent, SMALL, { series: ['all-cores'] })
    expect(observations.find(({ name }) => name === 'work')?.facts).toMatchObject({ cores: 1 })
    expect(predictions.map(({ value }) => value > 0 && value < Infinity)).toEqual([true])
  })

  it('predicts by Amdahl’s law what a serial share leaves', async () => {
    const { predictions } = await measure(means, { ...SMALL, 'serial-percent': 50 }, { series: ['all-cores'] })
    const [prediction] = predictions
    const alone = prediction?.model.constants['alone']?.value ?? 0
    const atOnce = prediction?.model.constants['at once']?.value ?? 0
    expect(prediction?.value).toBeCloseTo(alone * (0.5 + 0.5 / atOnce), 3)
  })

  it('is over within a second of its end being asked for, and leaves nobody behind', async () => {
    const controller = new AbortController()
    let asked = 0
    const { result } = await measure(
      means,
      { workers: [1, 4], 'work-ms': 20, 'serial-percent': 0 },
      {
        budgetSeconds: 20,
        signal: controller.signal,
        onProgress: () => {
          if (asked > 0) return
          asked = performance.now()
          controller.abort()
        },
      },
    )
    expect(performance.now() - asked).toBeLessThan(1000)
    expect(result.procedure.stopped).toBe('cancelled')
    await expect.poll(running, { timeout: 2000 }).toEqual([])
  })
})

describe('without probes', () => {
  it('every figure says why it is not measured', async () => {
    const { result } = await measure(standInMeans({ allowedCores: () => [0, 1] }), SMALL)
    expect(result.unmeasured).toHaveLength(12)
    for (const { outcome } of result.unmeasured) {
      expect(outcome).toEqual({ status: 'unsupported', reason: 'the probes are not built' })
    }
  })
})

describe('what can be asked for', () => {
  it('is every number of workers up to twice the cores on a small machine, and chosen ones up to 64', () => {
    expect(crewSizes(1)).toEqual([1, 2])
    expect(crewSizes(2)).toEqual([1, 2, 3, 4])
    expect(crewSizes(5)).toEqual([1, 2, 3, 4, 5, 6, 8, 10])
    expect(crewSizes(64).at(-1)).toBe(64)
    expect(crewSizes(40)).toEqual([1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 40, 48, 64])
  })

  it('has to have what a speed-up is against, and something to compare', () => {
    const plan = (workers: number[]) =>
      planMeasurement([parallelism], standInMeans({ allowedCores: () => [0, 1] }), {
        experiment: 'parallelism',
        parameters: { workers },
      })
    expect(() => plan([2, 4])).toThrow('A speed-up is against one worker; add 1 to workers.')
    expect(() => plan([1])).toThrow('One worker alone has no speed-up; add a larger number to workers.')
    expect(() => plan([1, 5])).toThrow('choose from 1, 2, 3, 4.')
  })
})
