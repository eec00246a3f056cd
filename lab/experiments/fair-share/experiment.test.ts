import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Prediction } from '../../../contract/prediction.ts'
import type { Observation } from '../../../contract/run.ts'
import type { ExperimentEvent, ExperimentRequest, ExperimentResult, Means } from '../experiment.ts'
import { standInMeans } from '../fixture-experiment.ts'
import { parseParameters, UsageError } from '../parameters.ts'
import { fairShare } from './experiment.ts'

const path = join(import.meta.dirname, '../../../native-probes/out/threadprobe')

function request(more: Partial<ExperimentRequest> = {}): ExperimentRequest {
  const { signal } = new AbortController()
  const parameters = { nice: '0 5', period: 100 }
  return { parameters, series: ['threads'], seed: 1, budgetSeconds: 0.5, signal, ...more }
}

interface Complete {
  result: ExperimentResult
  observations: Observation[]
  predictions: Prediction[]
  types: ExperimentEvent['type'][]
}

async function complete(
  given: ExperimentRequest,
  means: Means,
  listen: (event: ExperimentEvent) => void = () => {},
): Promise<Complete> {
  const told: Omit<Complete, 'result'> = { observations: [], predictions: [], types: [] }
  for (const events = fairShare.run(given, means); ;) {
    const { done, value } = await events.next()
    if (done) return { result: value, ...told }
    listen(value)
    told.types.push(value.type)
    if (value.type === 'observation') told.observations.push(value.observation)
    if (value.type === 'prediction') told.predictions.push(value.prediction)
  }
}

describe.runIf(process.platform === 'linux' && existsSync(path))('a run on this machine', () => {
  const means = standInMeans({ probes: { path }, allowedCores: () => [0] })

  it('measures every thread, predicted before its first sample, with evidence and one timeline', async () => {
    const { result, observations, predictions, types } = await complete(request(), means)
    expect(types.lastIndexOf('prediction')).toBeLessThan(types.indexOf('block'))
    expect(result.recordings.map(({ subject }) => subject.condition)).toEqual([
      { thread: 'A', nice: 0 },
      { thread: 'B', nice: 5 },
    ])
    const shares = result.recordings.map((recording) => {
      expect(recording.failure).toBeNull()
      expect(recording.counts['cpuNs']).toBeGreaterThan(0)
      return recording.blocks('share').flat()
    })
    // Of each repetition the shares are all that there was.
    shares[0]?.forEach((share, i) => expect(share + (shares[1]?.[i] ?? 0)).toBeCloseTo(1e9, 0))
    expect(observations.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['timeline-source', 'core', 'recorded-repetition']),
    )
    if (predictions.length > 0) expect(predictions).toHaveLength(8)
    expect(result.timelines).toMatchObject([{ which: 'recorded', tasks: ['A', 'B'] }])
  })

  it('ends with what it has when it is cancelled, in the recorded repetition too', async () => {
    const controller = new AbortController()
    const parameters = { nice: '0 0', period: 5000 }
    let began = 0
    const { result } = await complete(
      request({ signal: controller.signal, parameters, budgetSeconds: 60 }),
      means,
      (event) => {
        if (event.type !== 'observation' || event.observation.name !== 'core') return
        began = performance.now()
        setTimeout(() => controller.abort(), 100)
      },
    )
    expect(result.procedure.stopped).toBe('cancelled')
    // Not as long as a period: the probe was ended.
    expect(performance.now() - began).toBeLessThan(4000)
  })
})

describe('without probes', () => {
  it('every figure says why it is not measured', async () => {
    const { result } = await complete(request(), standInMeans())
    expect(result.unmeasured).toHaveLength(8)
    for (const { outcome } of result.unmeasured) {
      expect(outcome).toEqual({ status: 'unsupported', reason: 'the probes are not built' })
    }
  })
})

describe('what is refused beforehand', () => {
  const refuse = (nice: string): void => fairShare.refuse?.({ nice, period: 1000 }, ['threads'], standInMeans())

  it('is what no thread can have as a nice value, and too few or too many threads', () => {
    expect(() => refuse('0 20')).toThrow(UsageError)
    expect(() => refuse('0 20')).toThrow(/from -20 to 19, not “20”/)
    expect(() => refuse('0')).toThrow(/2 to 8 threads/)
    expect(() => refuse('0 0 0 0 0 0 0 0 0')).toThrow(/9 nice values/)
    expect(() => refuse('0, 5, -20')).not.toThrow()
  })

  it('is a period out of bounds', () => {
    const definitions = fairShare.parameters(standInMeans())
    expect(() => parseParameters(definitions, { period: 5001 }, false)).toThrow(/from 100 to 5000/)
    expect(parseParameters(definitions, {}, true)).toEqual({ nice: '0 5', period: 200 })
  })
})
