import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { panned, revealing, wholeWindow, zoomed } from './time-window.ts'

describe('zoomed', () => {
  it('keeps the time under the pointer where it is', () => {
    expect(zoomed({ from: 0, to: 1_000 }, 0.5, 400, 1_000)).toEqual({ from: 200, to: 700 })
  })

  it('ends at the whole, and at a window of a few nanoseconds', () => {
    expect(zoomed({ from: 200, to: 700 }, 100, 400, 1_000)).toEqual({ from: 0, to: 1_000 })
    const { from, to } = zoomed({ from: 200, to: 700 }, 1e-9, 400, 1_000)
    expect(to - from).toBe(20)
  })
})

describe('every window', () => {
  it('stays within the timeline and has a width', () => {
    const end = fc.integer({ min: 0, max: 1e12 })
    const steps = fc.array(
      fc.tuple(fc.constantFrom('zoom', 'pan', 'reveal'), fc.double({ min: 0.01, max: 100, noNaN: true })),
      { maxLength: 30 },
    )
    fc.assert(
      fc.property(end, steps, (last, list) => {
        let window = wholeWindow(last)
        for (const [kind, size] of list) {
          const at = (size / 100) * last
          if (kind === 'zoom') window = zoomed(window, size, at, last)
          else if (kind === 'pan') window = panned(window, (size - 50) * last, last)
          else window = revealing(window, at, last)
          expect(window.to).toBeGreaterThan(window.from)
          expect(window.from).toBeGreaterThanOrEqual(0)
          expect(window.to).toBeLessThanOrEqual(wholeWindow(last).to * 1.000001)
        }
      }),
    )
  })
})

describe('revealing', () => {
  it('leaves a window that shows the time already', () => {
    const window = { from: 100, to: 200 }
    expect(revealing(window, 150, 1_000)).toBe(window)
  })

  it('moves the window just so far that the time is in it', () => {
    expect(revealing({ from: 100, to: 200 }, 500, 1_000)).toEqual({ from: 410, to: 510 })
    expect(revealing({ from: 100, to: 200 }, 50, 1_000)).toEqual({ from: 40, to: 140 })
  })
})
