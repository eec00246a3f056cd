import { describe, expect, it } from 'vitest'
import { LADDER, PRESETS } from './clone-combinations.ts'
import { costOf, isPriced, stepCosts, stepsOf } from './clone-cost.ts'
import { flagSet } from './clone-flags.ts'

const rungs = [80_000, 79_000, 78_500, 20_000, 19_500, 16_000]

describe('the cost of a combination', () => {
  it('is that of its rung for every rung that the steps came from', () => {
    const costs = stepCosts(rungs)
    LADDER.forEach(({ flags }, height) => expect(costOf(flags, costs)).toBe(rungs[height]))
  })

  it('is the sum of its own steps for any other', () => {
    const costs = stepCosts(rungs)
    expect(costOf(flagSet(['VM']), costs)).toBe(80_000 - 58_500)
    expect(costOf(flagSet(['FILES', 'VM', 'IO', 'CHILD_SETTID']), costs)).toBe(80_000 - 1000 - 58_500)
  })

  it('needs every rung', () => {
    expect(() => stepCosts(rungs.slice(1))).toThrow(RangeError)
    expect(() => stepCosts([])).toThrow(RangeError)
  })

  it('has no price for standing still and for namespaces', () => {
    expect(PRESETS.map(({ flags }) => isPriced(flags))).toEqual([true, false, true])
    expect(isPriced(flagSet(['NEWUTS']))).toBe(false)
    expect(stepsOf(flagSet(['VM', 'FS', 'SYSVSEM']))).toBe(2)
  })
})
