import { describe, expect, it } from 'vitest'
import type { Finding } from '../../../model/explorer/finding.ts'
import { fewestWords, stepsToFinding } from './goal-steps.ts'

const assertion: Finding = { kind: 'assertion', thread: 0, line: 1, text: 'x' }
const step = (finding: Finding | null = null): { finding: Finding | null } => ({ finding })

describe('stepsToFinding', () => {
  it('counts up to the step that failed, whatever comes after it', () => {
    expect(stepsToFinding('assertion', [step(), step(assertion)])).toBe(2)
    expect(stepsToFinding('assertion', [step(), step(assertion), step(), step(assertion)])).toBe(2)
  })

  it('counts all steps where the state is what is wrong', () => {
    expect(stepsToFinding('deadlock', [step(), step(assertion), step()])).toBe(3)
  })
})

describe('fewestWords', () => {
  it('says whether fewer steps do, where that is known', () => {
    expect(fewestWords('race', 4, 4)).toBe('No schedule does it in fewer steps.')
    expect(fewestWords('race', 4, 3)).toBe('It can be done in 3.')
    expect(fewestWords('race', 4, null)).toContain('Run all schedules')
  })

  it('promises nothing of a livelock, since no search tells', () => {
    expect(fewestWords('livelock', 4, null)).toBe('')
  })
})
