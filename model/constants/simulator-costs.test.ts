import { describe, expect, it } from 'vitest'
import type { ModelConstant } from '../../contract/cost-model.ts'
import { costsFrom } from './simulator-costs.ts'

const constant = (id: string, value: number | null, kind: 'measured' | 'published'): ModelConstant => ({
  ...{ id, title: id, explanation: '', experiment: 'context-switch', unit: 'ns', value, interval: null },
  origin:
    kind === 'published'
      ? { kind, source: 'https://example.org/', about: '' }
      : {
          kind,
          covers: 'within-run',
          runs: [{ run: 'one', startedAt: '2026-01-02T03:04:05.000Z', value: 1, interval: [1, 1], samples: 1 }],
        },
  command: '',
  predicts: null,
})

describe('costsFrom', () => {
  it('is the textbook’s machine where nothing is known, and says so', () => {
    const { costs, sources } = costsFrom([])
    expect(new Set(Object.values(costs))).toEqual(new Set([0]))
    expect(sources).toHaveLength(6)
    expect(sources.every(({ constant: one }) => one === null)).toBe(true)
  })

  it('prefers what was measured here to what others published', () => {
    const { costs, sources } = costsFrom([
      constant('switch.within', 1700, 'published'),
      constant('switch.between', 2100.4, 'measured'),
      constant('thread', 18_000, 'published'),
      constant('thread.call', null, 'measured'),
    ])
    expect(costs).toMatchObject({ switchWithinProcess: 1700, switchBetweenProcesses: 2100, spawnThread: 18_000 })
    expect(sources.find(({ cost }) => cost === 'spawnThread')?.constant?.id).toBe('thread')
  })

  it('counts 16 cache lines of 64 bytes in a KiB', () => {
    expect(costsFrom([constant('refill.threads', 2, 'measured')]).costs.refillPerKiB).toBe(32)
  })

  it('charges nothing for a figure that came out below nothing', () => {
    expect(costsFrom([constant('refill.threads', -0.4, 'measured')]).costs.refillPerKiB).toBe(0)
  })
})
