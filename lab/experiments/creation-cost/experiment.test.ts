import { describe, expect, it } from 'vitest'
import { ProbeLine, type ProbeSamples } from '../../../contract/probe.ts'
import { SAMPLES } from '../../probes/fixture-probe.ts'
import { standInMeans } from '../fixture-experiment.ts'
import type { ExperimentEvent, ExperimentResult } from '../experiment.ts'
import { seriesKey } from '../../../contract/series-key.ts'
import { contradiction, creationCost } from './experiment.ts'

/** Three tasks that were created, and this. */
function samples(more: object): ProbeSamples {
  const line = ProbeLine.parse({ ...SAMPLES, values: { joined: [3, 4, 5] }, ...more })
  if (line.type !== 'samples') throw new Error('expected samples')
  return line
}

const counted = (created: number, reaped: number, otherCore = 0): object => ({ counts: { created, reaped, otherCore } })

describe('the evidence of a block', () => {
  it('agrees where every task was reaped, on the core that all were pinned to', () => {
    expect(contradiction(samples(counted(3, 3)), 'one-core')).toBeNull()
  })

  it.each<[string, object, string]>([
    ['fewer tasks were reaped than created', counted(3, 2), 'created 3 and reaped 2'],
    ['fewer tasks were created than timed', counted(2, 2), 'created 2 and reaped 2'],
    ['nothing was counted', { counts: {} }, 'created undefined and reaped undefined'],
    [
      'a task of a pinned creator ran elsewhere',
      counted(3, 3, 1),
      'had 1 of its tasks on another core though all were pinned to one',
    ],
    [
      'a task was lost when a limit was met',
      { ...counted(4, 3), stopped: { call: 'wait4', errno: 'ECHILD', message: 'No child processes', iteration: 3 } },
      'created 4 and reaped 3; wait4 failed with ECHILD (No child processes)',
    ],
  ])('contradicts the figure where %s', (_, more, reason) => {
    expect(contradiction(samples(more), 'one-core')).toBe(reason)
  })

  it('lets tasks run on any core where their creator is free', () => {
    expect(contradiction(samples(counted(3, 3, 2)), 'free')).toBeNull()
  })
})

describe('without probes', () => {
  const means = standInMeans()
  const request = {
    parameters: { 'parent-mib': [64, 0], pages: ['4k', 'huge'], placement: 'one-core' },
    series: ['pthread', 'fork'],
    seed: 1,
    budgetSeconds: 1,
    signal: new AbortController().signal,
  }

  it('every planned series says why it is not measured, and nothing is said to be prepared', async () => {
    const events: ExperimentEvent[] = []
    let result: ExperimentResult | undefined
    for (const generator = creationCost.run(request, means); !result;) {
      const next = await generator.next()
      if (next.done) result = next.value
      else events.push(next.value)
    }
    const planned = events.flatMap((event) => (event.type === 'plan' ? event.series : []))
    // Three parents, two series, three parts.
    expect(new Set(planned.map(seriesKey)).size).toBe(18)
    expect(result.unmeasured.map(({ identity }) => seriesKey(identity)).sort()).toEqual(planned.map(seriesKey).sort())
    for (const { outcome } of result.unmeasured) {
      expect(outcome).toEqual({ status: 'unsupported', reason: 'the probes are not built' })
    }
    expect(events.map(({ type }) => type)).toEqual(['plan'])
  })

  it('says so of each native series, and compares all but the thread with the thread', () => {
    for (const { id, unsupported, comparedWith } of creationCost.series(means)) {
      expect(unsupported).toBe('the probes are not built')
      expect(comparedWith).toBe(id === 'pthread' ? null : 'pthread')
    }
  })
})
