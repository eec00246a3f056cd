import { describe, expect, it } from 'vitest'
import { overlapIn } from './overlap.ts'

describe('the overlap of slices', () => {
  it('is none where workers take turns, even without a gap between them', () => {
    expect(overlapIn({ from: [0, 10, 20], to: [10, 20, 35] }, 40)).toEqual({
      ...{ elapsedNs: 40, someNs: 35, severalNs: 0, most: 1 },
    })
  })

  it('is the time in which two or more run, counted once', () => {
    // 0–10 alone, 10–20 two, 20–25 three, 25–30 one.
    expect(overlapIn({ from: [0, 10, 20], to: [25, 30, 25] }, 30)).toMatchObject({ someNs: 30, severalNs: 15, most: 3 })
  })

  it('leaves out the time in which none runs', () => {
    expect(overlapIn({ from: [0, 50], to: [10, 60] }, 60)).toMatchObject({ someNs: 20, severalNs: 0 })
    expect(overlapIn({ from: [], to: [] }, 60)).toMatchObject({ someNs: 0, severalNs: 0, most: 0 })
  })

  it('finds its slices in any order', () => {
    expect(overlapIn({ from: [20, 0], to: [30, 25] }, 30)).toMatchObject({ someNs: 30, severalNs: 5 })
  })
})
