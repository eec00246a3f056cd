import { describe, expect, it } from 'vitest'
import { whenWords } from './when-words.ts'

const now = new Date(2026, 4, 14, 15, 30)
const before = (minutes: number): string => new Date(now.getTime() - minutes * 60_000).toISOString()

describe('whenWords', () => {
  it('counts minutes within the hour', () => {
    expect(whenWords(before(0), now)).toBe('just now')
    expect(whenWords(before(1), now)).toBe('1 minute ago')
    expect(whenWords(before(59), now)).toBe('59 minutes ago')
  })

  it('gives the time of today, and the date of another day', () => {
    expect(whenWords(before(120), now)).toBe('today, 13:30')
    expect(whenWords(before(24 * 60), now)).toBe('13 May 2026, 15:30')
  })
})
