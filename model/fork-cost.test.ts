import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pageTablePages, predictForkCost } from './fork-cost.ts'

const size = fc.integer({ min: 0, max: 65_536 })

describe('pageTablePages', () => {
  it('is one page for every 2 MiB that were touched', () => {
    expect(pageTablePages(0)).toBe(0)
    expect(pageTablePages(64)).toBe(32)
    expect(pageTablePages(1024)).toBe(512)
  })
})

describe('predictForkCost', () => {
  it('is the fixed part for a parent that touched nothing', () => {
    expect(predictForkCost({ fixed: 150_000, perPageTablePage: 700 }, 0)).toBe(150_000)
  })

  it('adds as much for every page-table page', () => {
    expect(predictForkCost({ fixed: 100_000, perPageTablePage: 1000 }, 64)).toBe(132_000)
  })

  it('grows with the memory by the same amount everywhere', () => {
    fc.assert(
      fc.property(size, size, (parentMiB, more) => {
        const cost = { fixed: 80_000, perPageTablePage: 512 }
        expect(predictForkCost(cost, parentMiB + more) - predictForkCost(cost, parentMiB)).toBe(256 * more)
      }),
    )
  })
})
