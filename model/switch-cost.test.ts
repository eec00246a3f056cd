import { describe, expect, it } from 'vitest'
import { cacheLines, switchesPerHandover } from './switch-cost.ts'

describe('cacheLines', () => {
  it('are 64 bytes each', () => {
    expect([0, 1, 1024].map(cacheLines)).toEqual([0, 16, 16_384])
  })
})

describe('switchesPerHandover', () => {
  it('adds up what was wanted and what was not', () => {
    const counts = { handovers: 100, voluntarySwitches: 100, involuntarySwitches: 40, migrations: 0 }
    expect(switchesPerHandover(counts)).toBe(1.4)
  })

  it('has nothing to say where nothing was handed over', () => {
    expect(switchesPerHandover({})).toBeNull()
    expect(switchesPerHandover({ handovers: 0, voluntarySwitches: 3 })).toBeNull()
  })
})
