import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { costAt } from './line.ts'
import { pageTablePages } from './fork-cost.ts'

const size = fc.integer({ min: 0, max: 65_536 })

describe('costAt', () => {
  it('is the fixed part at 0', () => {
    expect(costAt({ fixed: 150_000, perUnit: 700 }, 0)).toBe(150_000)
  })

  it('adds as much for every unit', () => {
    expect(costAt({ fixed: 100_000, perUnit: 1000 }, 32)).toBe(132_000)
  })

  it('grows by the same amount everywhere: fork with its page tables, for one', () => {
    fc.assert(
      fc.property(size, size, (parentMiB, more) => {
        const line = { fixed: 80_000, perUnit: 512 }
        const grown = costAt(line, pageTablePages(parentMiB + more)) - costAt(line, pageTablePages(parentMiB))
        expect(grown).toBe(256 * more)
      }),
    )
  })
})
