import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Observation } from '../../../contract/run.ts'
import type { ExperimentEvent, ExperimentRequest, ExperimentResult, Means } from '../experiment.ts'
import { standInMeans } from '../fixture-experiment.ts'
import { parseParameters, UsageError } from '../parameters.ts'
import { isolation } from './experiment.ts'

const path = join(import.meta.dirname, '../../../native-probes/out/threadprobe')
const everything = isolation.series(standInMeans()).map(({ id }) => id)

function request(more: Partial<ExperimentRequest> = {}): ExperimentRequest {
  const { signal } = new AbortController()
  return { parameters: { actors: 3 }, series: everything, seed: 1, budgetSeconds: 0.5, signal, ...more }
}

async function complete(
  given: ExperimentRequest,
  means: Means,
  watch: (event: ExperimentEvent) => void = () => {},
): Promise<{ result: ExperimentResult; observations: Observation[] }> {
  const observations: Observation[] = []
  for (const events = isolation.run(given, means); ;) {
    const { done, value } = await events.next()
    if (done) return { result: value, observations }
    if (value.type === 'observation') observations.push(value.observation)
    watch(value)
  }
}

describe.runIf(process.platform === 'linux' && existsSync(path))('a run on this machine', () => {
  const means = standInMeans({ probes: { path } })

  it('counts the same outcome in every repetition, and tells a story of each demonstration', async () => {
    const { result, observations } = await complete(request(), means)
    expect(result.unmeasured).toEqual([])
    for (const { subject, counts, failure, samples } of result.recordings) {
      expect({ id: subject.id, failure }).toEqual({ id: subject.id, failure: null })
      expect(samples).toBeGreaterThan(0)
      expect(counts['repetitions']).toBe(samples)
      const each = (name: string): number => (counts[name] ?? 0) / samples
      expect([each('ended'), each('survivors'), each('neighbourCorrupted')]).toEqual(OUTCOMES[subject.id])
    }
    const told = observations.filter(({ name }) => name === 'story').map(({ facts }) => facts['demonstration'])
    expect(told).toEqual(everything)
    expect(observations.filter(({ name }) => name === 'actor')).toHaveLength(3 * everything.length)
  })

  it('starts nothing but what was chosen', async () => {
    const { result, observations } = await complete(request({ series: ['process-faults'] }), means)
    expect(result.recordings.map(({ subject }) => subject.id)).toEqual(['process-faults'])
    expect(observations.every(({ facts }) => facts['demonstration'] === 'process-faults')).toBe(true)
  })

  it('ends with what it has when it is cancelled', async () => {
    const controller = new AbortController()
    const given = request({ signal: controller.signal, budgetSeconds: 60 })
    const { result } = await complete(given, means, ({ type }) => {
      if (type === 'block') controller.abort()
    })
    expect(result.procedure.stopped).toBe('cancelled')
  })
})

/** Of three actors: how many end and live on, and whose data are changed. */
const OUTCOMES: Record<string, number[]> = {
  'thread-faults': [3, 0, 0],
  'process-faults': [1, 2, 0],
  'thread-overwrites': [0, 3, 1],
  'process-overwrites': [0, 3, 0],
  'process-overwrites-shared': [0, 3, 1],
}

describe('without probes', () => {
  it('every series says why it is not measured', async () => {
    const { result } = await complete(request(), standInMeans())
    expect(result.unmeasured).toHaveLength(2 * everything.length)
    for (const { outcome } of result.unmeasured) {
      expect(outcome).toEqual({ status: 'unsupported', reason: 'the probes are not built' })
    }
    for (const { unsupported } of isolation.series(standInMeans())) expect(unsupported).toBe('the probes are not built')
  })
})

describe('the number of actors', () => {
  const parse = (actors: string | number): unknown =>
    parseParameters(isolation.parameters(standInMeans()), { actors }, false)

  it('is from 2 to 16', () => {
    expect(parse('16')).toEqual({ actors: 16 })
    for (const actors of [1, 17, 2.5, 'all', '']) {
      expect(() => parse(actors)).toThrow(new UsageError('Parameter actors takes a whole number from 2 to 16.'))
    }
  })
})
