import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Observation } from '../../../contract/run.ts'
import { processesWithEnvironment } from '../../fixture-processes.ts'
import type { ExperimentResult, Means } from '../experiment.ts'
import { standInMeans } from '../fixture-experiment.ts'
import { planMeasurement } from '../plan.ts'
import { lostUpdate } from './experiment.ts'
import { NodeRace } from './node-race.ts'
import { isCure, SERIES } from './series.ts'

const path = join(import.meta.dirname, '../../../native-probes/out/threadprobe')
const hasProbe = process.platform === 'linux' && existsSync(path)
const EVERYTHING = SERIES.map(({ id }) => id)

/** What the probes inherit, so that a test can find those that are left. */
const mark = randomUUID()
beforeAll(() => void (process.env['THREADLAB_TEST'] = mark))
afterAll(() => void delete process.env['THREADLAB_TEST'])
const running = (): number[] => processesWithEnvironment(mark)

async function measure(
  means: Means,
  more: { signal?: AbortSignal; onProgress?: () => void } = {},
): Promise<{ result: ExperimentResult; observations: Observation[] }> {
  const { signal = new AbortController().signal, onProgress } = more
  const parameters = { threads: [2], increments: 1_000_000, placement: ['spread', 'one-core'] }
  const request = { experiment: 'lost-update', series: EVERYTHING, parameters, seed: 1 }
  const plan = planMeasurement([lostUpdate], means, request)
  const observations: Observation[] = []
  for (const events = lostUpdate.run({ ...plan, budgetSeconds: 1, signal }, means); ;) {
    const { done, value } = await events.next()
    if (done) return { result: value, observations }
    if (value.type === 'observation') observations.push(value.observation)
    if (value.type === 'progress') onProgress?.()
  }
}

describe.runIf(hasProbe)('with the probe', () => {
  it('races in every way, on all cores, on one and in Node, and the cures lose nothing', async () => {
    const { result, observations } = await measure(standInMeans({ probes: { path }, allowedCores: () => [0, 1] }))
    const seen = result.recordings.map(({ subject }) => `${subject.id} ${subject.condition['placement']}`)
    const native = ['plain', 'load-store', 'atomic-add', 'mutex']
    const expected = [
      ...native.flatMap((id) => [`${id} spread`, `${id} one-core`]),
      ...['node-plain', 'node-load-store', 'node-atomic-add'].map((id) => `${id} free`),
    ]
    expect(new Set(seen)).toEqual(new Set(expected))
    for (const recording of result.recordings) {
      const { subject, failure, counts } = recording
      expect({ id: subject.id, failure }).toEqual({ id: subject.id, failure: null })
      expect(counts['increments']).toBe((counts['races'] ?? 0) * subject.batch)
      const shares = recording.blocks('lost').flat()
      for (const share of shares) expect(share).toBeGreaterThanOrEqual(0)
      for (const share of shares) expect(share).toBeLessThan(1)
      if (isCure(subject.id)) expect([subject.id, ...new Set(shares)]).toEqual([subject.id, 0])
    }
    expect(observations.find(({ name }) => name === 'explored')?.facts).toMatchObject({ schedules: 20, losing: 18 })
    expect(running()).toEqual([])
  })

  it('leaves out races between cores where there is one', async () => {
    const { result } = await measure(standInMeans({ probes: { path }, allowedCores: () => [0] }))
    const left = result.unmeasured.filter(({ identity }) => identity.condition['placement'] === 'spread')
    expect(new Set(left.map(({ outcome }) => outcome.status))).toEqual(new Set(['skipped']))
    expect(left).toHaveLength(8)
  })

  it('is over soon after it is cancelled, and leaves nobody behind', async () => {
    const controller = new AbortController()
    const means = standInMeans({ probes: { path }, allowedCores: () => [0, 1] })
    await measure(means, { signal: controller.signal, onProgress: () => controller.abort() })
    expect(running()).toEqual([])
  })
})

describe('workers of Node', () => {
  const signal = new AbortController().signal

  it('count every increment by Atomics.add, race after race', async () => {
    const race = new NodeRace('node-atomic-add', 3, 30_000)
    try {
      const { values, counts } = await race.runBlock(3, signal)
      expect(values['lost']).toEqual([0, 0, 0])
      expect(values['elapsed']).toHaveLength(3)
      expect(counts).toMatchObject({ races: 3, increments: 90_000, lost: 0, lossyRaces: 0 })
    } finally {
      await race.close()
    }
  })

  it('are ended in the midst of a race', async () => {
    const controller = new AbortController()
    const race = new NodeRace('node-plain', 2, 4_000_000_000)
    const block = race.runBlock(1, controller.signal)
    setTimeout(() => controller.abort(), 300)
    await expect(block).rejects.toThrow()
    await race.close()
  })
})
