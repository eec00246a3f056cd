import { describe, expect, it } from 'vitest'
import type { Observation } from '../../../contract/run.ts'
import { missingCounters } from './counters.ts'

const counted = { cycles: 9000, instructions: 4000, dataTlbMisses: 12, cacheMisses: 3, contextSwitches: 1922 }
const observed = (facts: Observation['facts']): Observation[] => [{ name: 'counters', facts: { ...counted, ...facts } }]

describe('the warning about counters', () => {
  it('is not given where all were counted, or none was looked for', () => {
    expect(missingCounters(observed({}))).toBeNull()
    expect(missingCounters([{ name: 'cores', facts: { core: 1 } }])).toBeNull()
  })

  it('is given once, with the reason, for a machine that has none', () => {
    const missing = { cycles: 'ENOENT', instructions: 'ENOENT', perfEventParanoid: 2 }
    const warning = missingCounters([...observed(missing), ...observed(missing)])
    expect(warning).toMatchObject({ kind: 'no-counter', advice: expect.stringContaining('virtual machine') })
    expect(warning?.message).toBe(
      'Cycles, instructions could not be counted: the kernel knows no such counter of this processor (ENOENT; perf_event_paranoid is 2).',
    )
  })

  it('names the setting that keeps a user from reading them', () => {
    for (const errno of ['EACCES', 'EPERM']) {
      expect(missingCounters(observed({ cycles: errno }))?.advice).toContain('kernel.perf_event_paranoid')
    }
  })

  it('has a sentence for a reason that it does not know', () => {
    expect(missingCounters(observed({ cacheMisses: 'EBUSY' }))?.message).toContain('misses of the last cache could not')
  })
})
