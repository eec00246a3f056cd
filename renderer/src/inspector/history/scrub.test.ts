import { describe, expect, it } from 'vitest'
import { clockTicks, clockWords, distanceWords } from './clock-words.ts'
import { momentAfter } from './scrub-keys.ts'
import { SHOWN_MS, shownWindow } from './shown-window.ts'

describe('momentAfter', () => {
  const at = Float64Array.from({ length: 301 }, (_, index) => 1_000_000 + index * 100)
  const reach = { from: 1_000_000, to: 1_030_000, samples: { count: 301, at } }

  it('goes from sample to sample, and stays at the ends', () => {
    expect(momentAfter('ArrowLeft', 1_000_250, reach)).toBe(1_000_100)
    expect(momentAfter('ArrowRight', 1_000_250, reach)).toBe(1_000_300)
    expect(momentAfter('ArrowLeft', 1_000_000, reach)).toBe(1_000_000)
    expect(momentAfter('ArrowRight', 1_030_000, reach)).toBe(1_030_000)
  })

  it('goes 10 seconds with the page keys, to either end with Home and End, and nowhere with others', () => {
    expect(momentAfter('PageUp', 1_000_250, reach)).toBe(1_010_200)
    expect(momentAfter('PageDown', 1_020_000, reach)).toBe(1_010_000)
    expect(momentAfter('PageDown', 1_003_000, reach)).toBe(1_000_000)
    expect(momentAfter('Home', 1_010_000, reach)).toBe(1_000_000)
    expect(momentAfter('End', 1_010_000, reach)).toBe(1_030_000)
    expect(momentAfter('a', 1_010_000, reach)).toBeNull()
  })
})

describe('shownWindow', () => {
  const history = { from: 1_000_000, to: 1_300_000 }

  it('ends with the newest sample, or has the moment that is looked at in its middle', () => {
    expect(shownWindow(history, null)).toEqual({ from: 1_270_000, to: 1_300_000 })
    expect(shownWindow(history, 1_100_000)).toEqual({ from: 1_085_000, to: 1_115_000 })
    expect(shownWindow(history, 1_299_000)).toEqual({ from: 1_270_000, to: 1_300_000 })
    expect(shownWindow(history, 1_000_000)).toEqual({ from: 1_000_000, to: 1_000_000 + SHOWN_MS })
    expect(shownWindow({ from: Number.NaN, to: Number.NaN }, null)).toBeNull()
  })
})

describe('clock words', () => {
  it('tell samples apart at any rate', () => {
    const at = new Date(2026, 10, 24, 12, 3, 4, 289).getTime()
    expect(clockWords(at)).toBe('12:03:04.2')
    expect(clockWords(at, 50)).toBe('12:03:04.28')
  })

  it('say a distance in seconds, beyond a minute in minutes', () => {
    expect(distanceWords(12_420)).toBe('12.4\u202fs')
    expect(distanceWords(80_000)).toBe('1\u202fmin 20\u202fs')
  })

  it('stand at round times', () => {
    expect(clockTicks(1_000_100, 1_011_000, 5000)).toEqual([1_005_000, 1_010_000])
  })
})
