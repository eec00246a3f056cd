import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Prediction } from '../../../contract/prediction.ts'
import type { Observation } from '../../../contract/run.ts'
import type { ExperimentEvent, ExperimentRequest, ExperimentResult, Means } from '../experiment.ts'
import { standInMeans } from '../fixture-experiment.ts'
import { parseParameters, UsageError } from '../parameters.ts'
import { workload } from './experiment.ts'

const path = join(import.meta.dirname, '../../../native-probes/out/threadprobe')
const TEXT = 'process p { thread a { compute 2 ms; io 1 ms; compute 1 ms }\nthread b at 1 ms { compute 2 ms } }'

function request(more: Partial<ExperimentRequest> = {}): ExperimentRequest {
  const { signal } = new AbortController()
  const parameters = { workload: TEXT, cores: 1 }
  return { parameters, series: ['threads'], seed: 1, budgetSeconds: 0.5, signal, ...more }
}

interface Complete {
  result: ExperimentResult
  observations: Observation[]
  predictions: Prediction[]
  types: ExperimentEvent['type'][]
}

async function complete(given: ExperimentRequest, means: Means): Promise<Complete> {
  const told: Omit<Complete, 'result'> = { observations: [], predictions: [], types: [] }
  for (const events = workload.run(given, means); ;) {
    const { done, value } = await events.next()
    if (done) return { result: value, ...told }
    told.types.push(value.type)
    if (value.type === 'observation') told.observations.push(value.observation)
    if (value.type === 'prediction') told.predictions.push(value.prediction)
  }
}

const refuse = (text: string, cores = 1): void =>
  workload.refuse?.({ workload: text, cores }, ['threads'], standInMeans())

describe.runIf(process.platform === 'linux' && existsSync(path))('a run on this machine', () => {
  const means = standInMeans({ probes: { path }, allowedCores: () => [0] })

  it('measures every thread, predicted before its first sample, with evidence and timelines', async () => {
    const { result, observations, predictions, types } = await complete(request(), means)
    expect(types.lastIndexOf('prediction')).toBeLessThan(types.indexOf('block'))
    for (const { subject, failure, samples, counts } of result.recordings) {
      expect({ id: subject.id, failure }).toEqual({ id: 'threads', failure: null })
      expect(samples).toBe(result.procedure.rounds)
      expect(counts['computedNs']).toBeGreaterThan(0)
    }
    expect(result.recordings.map(({ subject }) => subject.condition)).toEqual([{ thread: 'a' }, { thread: 'b' }])
    expect(observations.map(({ name }) => name)).toEqual(expect.arrayContaining(['timeline-source', 'cores']))
    if (predictions.length > 0) expect(predictions).toHaveLength(6)
    expect(result.timelines?.[0]).toMatchObject({ which: 'typical', tasks: ['a', 'b'] })
  })

  it('ends with what it has when it is cancelled', async () => {
    const controller = new AbortController()
    setTimeout(() => controller.abort(), 300)
    const { result } = await complete(request({ signal: controller.signal, budgetSeconds: 60 }), means)
    expect(result.procedure.stopped).toBe('cancelled')
  })
})

describe('without probes', () => {
  it('every figure says why it is not measured', async () => {
    const { result } = await complete(request(), standInMeans())
    expect(result.unmeasured).toHaveLength(6)
    for (const { outcome } of result.unmeasured) {
      expect(outcome).toEqual({ status: 'unsupported', reason: 'the probes are not built' })
    }
  })
})

describe('what is refused beforehand', () => {
  it('is a text with errors, by line and column', () => {
    expect(() => refuse('process p {\n  thread a { comput 1 ms }\n}')).toThrow(UsageError)
    expect(() => refuse('process p {\n  thread a { comput 1 ms }\n}')).toThrow(/line 2, column 14/)
  })

  it('is what real threads cannot be asked for', () => {
    expect(() => refuse('mutex m\nprocess p { thread a { lock m; compute 1 ms; unlock m } }')).toThrow(/a has lock/)
  })

  it('is more cores than this machine has, and a text that is too long', () => {
    const definitions = workload.parameters(standInMeans({ allowedCores: () => [0, 1] }))
    expect(() => parseParameters(definitions, { cores: 3 }, false)).toThrow(/from 1 to 2/)
    expect(() => parseParameters(definitions, { workload: 'x'.repeat(20_001) }, false)).toThrow(
      /up to 20000 characters/,
    )
    expect(parseParameters(definitions, { workload: TEXT }, false)).toMatchObject({ workload: TEXT })
  })
})
