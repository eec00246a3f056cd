import { describe, expect, it } from 'vitest'
import { ProbeLine, type ProbeSamples } from '../../../contract/probe.ts'
import { SAMPLES } from '../../probes/fixture-probe.ts'
import { contradiction } from './evidence.ts'

/** Two samples of 48 handovers, counted so. */
function block(counts: Record<string, number>, handovers = 96): ProbeSamples {
  const line = ProbeLine.parse({
    ...SAMPLES,
    series: 'pipe-threads',
    batch: 48,
    values: { handover: [100, 110] },
    overhead: { handover: 1 },
    counts: {
      handovers,
      voluntarySwitches: 50,
      involuntarySwitches: 48,
      samplesAcrossCores: 0,
      migrations: 0,
      ...counts,
    },
  })
  if (line.type !== 'samples') throw new Error('expected samples')
  return line
}

describe('the evidence of a block of handovers', () => {
  it('agrees where the kernel counted a switch for each on one core, wanted or not', () => {
    expect(contradiction(block({}), 'switch')).toBeNull()
    expect(contradiction(block({ voluntarySwitches: 98, involuntarySwitches: 0 }), 'switch')).toBeNull()
  })

  it('agrees where both cores were used throughout for a wake-up', () => {
    expect(contradiction(block({ samplesAcrossCores: 2 }), 'wake-up')).toBeNull()
  })

  it('leaves free tasks where the scheduler puts them', () => {
    expect(contradiction(block({ samplesAcrossCores: 1, migrations: 7 }), 'free')).toBeNull()
  })

  it('agrees where calls alone never waited', () => {
    expect(contradiction(block({ voluntarySwitches: 0, involuntarySwitches: 3 }), 'none')).toBeNull()
  })

  it.each([
    [
      'there were too few switches',
      block({ voluntarySwitches: 40 }),
      'switch',
      'handed over 96 times on one core, but the kernel counted only 88 context switches',
    ],
    [
      'a switch ran on two cores',
      block({ samplesAcrossCores: 1 }),
      'switch',
      'was to run on one core and ended 1 of 2 samples on two',
    ],
    [
      'a wake-up stayed on one core',
      block({ samplesAcrossCores: 1 }),
      'wake-up',
      'was to run on two cores and ended 1 of 2 samples on one',
    ],
    [
      'a pinned task moved',
      block({ migrations: 3 }),
      'switch',
      'had 3 turns on another core than the task was pinned to',
    ],
    [
      'calls alone waited',
      block({}),
      'none',
      'was to make its calls without waiting, but the kernel counted 50 waits in 96 of them',
    ],
    ['handovers are missing', block({}, 95), 'switch', 'counted 95 handovers in 2 samples of 48'],
    [
      'a task was killed',
      block({ lostTasks: 1, lostToSignal: 9 }),
      'free',
      'lost a task in the midst of a block: somebody sent signal 9',
    ],
  ] as const)('contradicts the figure where %s', (_, samples, expected, reason) => {
    expect(contradiction(samples, expected)).toBe(reason)
  })
})
