import { describe, expect, it } from 'vitest'
import { countWords, partOf } from './count-words.ts'

describe('countWords', () => {
  it.each([
    [0n, '0'],
    [104_652_200n, '104,652,200'],
    [10n ** 12n - 1n, '999,999,999,999'],
    [10n ** 12n, '1.00 × 10¹²'],
    [12_349n * 10n ** 536n, '1.23 × 10⁵⁴⁰'],
    [9996n * 10n ** 20n, '1.00 × 10²⁴'],
  ])('writes %s as %s', (count, words) => {
    expect(countWords(count)).toBe(words)
  })
})

describe('partOf', () => {
  it('is a share even where both are beyond what a double holds', () => {
    expect(partOf(10n ** 540n, 4n * 10n ** 540n)).toBe(0.25)
    expect(partOf(1n, 10n ** 400n)).toBe(0)
    expect(partOf(0n, 0n)).toBe(0)
  })
})
