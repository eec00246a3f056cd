import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ARTICLE, memoryOfUnits } from './unit-memory.ts'

it('is the fixed part and the same for each unit', () => {
  expect(memoryOfUnits({ fixed: 4096, perUnit: 28_672 }, 0)).toBe(4096)
  fc.assert(
    fc.property(fc.nat(1000), fc.nat(100_000), (units, perUnit) => {
      const line = { fixed: 4096, perUnit }
      expect(memoryOfUnits(line, units + 1) - memoryOfUnits(line, units)).toBe(perUnit)
    }),
  )
})

it('is the article’s figure for stacks that are touched to their last byte', () => {
  expect(memoryOfUnits({ fixed: 0, perUnit: ARTICLE.stackBytes }, ARTICLE.units)).toBe(ARTICLE.bytes)
})
