import { describe, expect, it } from 'vitest'
import { bestOf, comparePolicies, type ComparedPolicy } from './compare.ts'
import { FREE } from './costs.ts'
import { parseWorkload } from './parse-workload.ts'
import { WORKLOAD_PRESETS } from './presets.ts'
import { POLICY_IDS, type SimulatedMachine } from './schedule.ts'
import type { Workload } from './workload.ts'

function preset(id: string): Workload {
  const parsed = parseWorkload(WORKLOAD_PRESETS.find((one) => one.id === id)?.text ?? '')
  if (!parsed.ok) throw new Error(id)
  return parsed.workload
}

const machine = (cores: number): SimulatedMachine => ({ cores, queues: 'one', costs: FREE })
const MS = 1e6

describe('comparePolicies', () => {
  it('gives every policy the same workload', () => {
    const compared = comparePolicies(preset('long-job-first'), machine(1), 1)
    expect(compared.map(({ policy }) => policy)).toEqual([...POLICY_IDS])
    const turnaround = Object.fromEntries(compared.map(({ policy, metrics }) => [policy, metrics.turnaround]))
    // Jobs of 100, 10 and 10 ms end at 100, 110 and 120 ms in the order of arrival, at 10, 20 and 120 ms shortest first.
    expect(turnaround).toMatchObject({ fifo: 110 * MS, sjf: 50 * MS, stcf: 50 * MS })
    expect(bestOf(compared, 'turnaround')).toBe(50 * MS)
    expect(compared.every(({ metrics }) => metrics.utilisation === 1)).toBe(true)
    expect(bestOf(compared, 'utilisation')).toBeNull()
  })

  it('tunes the policies that have the parameter', () => {
    const settings = { rr: { quantum: 50 * MS } }
    const [few, many] = [settings, {}].map(
      (one) =>
        comparePolicies(preset('equal-jobs'), machine(1), 1, { settings: one }).find(({ policy }) => policy === 'rr')
          ?.metrics.switches,
    )
    expect(few).toBeLessThan(many ?? 0)
  })
})

describe('bestOf', () => {
  const [example] = comparePolicies(preset('equal-jobs'), machine(1), 1)
  if (!example) throw new Error('there are policies')
  const one = (turnaround: number, how: ComparedPolicy['ended']['how'] = 'finished'): ComparedPolicy => ({
    ...example,
    metrics: { ...example.metrics, turnaround, fairness: turnaround / 100 },
    ended: { how, sentence: '' },
  })

  it('knows for each metric whether less or more is better', () => {
    expect(bestOf([one(5), one(7)], 'turnaround')).toBe(5)
    expect(bestOf([one(5), one(7)], 'fairness')).toBe(0.07)
  })

  it('leaves out who has not finished', () => {
    expect(bestOf([one(5), one(1, 'stuck'), one(7)], 'turnaround')).toBe(5)
    expect(bestOf([one(5), one(1, 'bound')], 'turnaround')).toBeNull()
  })
})

describe('the presets', () => {
  it('end under every policy, all but the deadlock well', () => {
    for (const { id, cores } of WORKLOAD_PRESETS) {
      for (const { policy, ended } of comparePolicies(preset(id), machine(cores), 1)) {
        expect([id, policy, ended.how]).toEqual([id, policy, id === 'two-locks' ? 'stuck' : 'finished'])
      }
    }
  })

  it('that are to be run for real take no longer than two seconds, and only compute and wait', () => {
    for (const { id, cores } of WORKLOAD_PRESETS.filter((one) => one.id.startsWith('real-'))) {
      for (const { metrics } of comparePolicies(preset(id), machine(cores), 1)) expect(metrics.end).toBeLessThan(2e9)
      const operations = JSON.stringify(preset(id).tasks.map(({ program }) => program)).matchAll(/"do":"([a-z-]+)"/g)
      for (const [, operation] of operations) expect(['compute', 'io', 'repeat']).toContain(operation)
    }
  })
})
