import { describe, expect, it } from 'vitest'
import type { Exploration, FoundFinding } from './exploration.ts'
import { verdictOf } from './verdict.ts'

const complete: Exploration = {
  search: 'states',
  complete: true,
  bound: null,
  mostSteps: 10_000,
  states: 22,
  steps: 28,
  schedules: 20n,
  schedulesRun: null,
  outcomes: [],
  findings: [],
}
const failure: FoundFinding = { finding: { kind: 'expectation', line: 1, text: 'n == 7' }, replay: 'k3f9-3a3b' }
const cut = { complete: false, schedules: null }

describe('verdictOf', () => {
  it.each<[string, Partial<Exploration>]>([
    ['no failure in all 20 schedules', {}],
    ['1 way to fail in all 20 schedules', { findings: [failure] }],
    [
      '2 ways to fail in all 2.43 × 10¹⁸ schedules',
      { schedules: 2_432_902_008_176_640_000n, findings: [failure, failure] },
    ],
    ['no failure in all 4.00 × 10⁵⁴⁰ schedules', { schedules: 4n * 10n ** 540n }],
    ['no failure in the only schedule', { schedules: 1n }],
    ['no failure in all schedules', { schedules: null }],
    [
      'no failure in all schedules that end, of which 31 had to be run',
      { search: 'reduced', schedules: null, schedulesRun: 31 },
    ],
    ['no failure in all schedules with at most 3 preemptions', { search: 'preemptions', preemptions: 3 }],
    [
      '1 way to fail in all schedules with at most 1 preemption',
      { search: 'preemptions', preemptions: 1, findings: [failure] },
    ],
    ['no failure in 10,000 sampled schedules', { search: 'pct', schedules: null, schedulesRun: 10_000 }],
    ['no failure within 1,000,000 states; not exhaustive', { ...cut, bound: 'states', states: 1_000_000 }],
    [
      '1 way to fail within 9 states; not exhaustive',
      { ...cut, search: 'reduced', bound: 'states', states: 9, findings: [failure] },
    ],
    [
      'no failure in 7 sampled schedules, stopped there at 50 states; not exhaustive',
      { ...cut, search: 'random', bound: 'states', states: 50, schedulesRun: 7 },
    ],
    ['no failure in all schedules up to 10,000 steps; not exhaustive', { ...cut, bound: 'depth' }],
    [
      'no failure in schedules with at most 0 preemptions, some cut at 10,000 steps; not exhaustive',
      { ...cut, search: 'preemptions', preemptions: 0, bound: 'depth' },
    ],
    [
      '1 way to fail in the 12 schedules run, some cut at 10,000 steps; not exhaustive',
      { ...cut, search: 'reduced', bound: 'depth', schedulesRun: 12, findings: [failure] },
    ],
    [
      'no failure in 5 sampled schedules, some cut at 10,000 steps; not exhaustive',
      { ...cut, search: 'pct', bound: 'depth', schedulesRun: 5 },
    ],
  ])('says %s', (words, exploration) => {
    expect(verdictOf({ ...complete, ...exploration })).toBe(words)
  })
})
