import { describe, expect, it } from 'vitest'
import { amdahl, atOnce, scalabilityPeak, serialShareBehind, universalScalability } from './speed-up.ts'

describe('Amdahl’s law', () => {
  it('is as many times as workers without a serial share, and 1 where all is serial', () => {
    expect(amdahl(0, 8)).toBe(8)
    expect(amdahl(1, 8)).toBe(1)
  })

  it('comes near one over the serial share and no nearer', () => {
    expect(amdahl(0.05, 1e9)).toBeCloseTo(20, 5)
    expect(amdahl(0.05, 1e9)).toBeLessThan(20)
  })

  it('is turned round by the serial share behind a speed-up', () => {
    for (const workers of [2, 3, 17]) expect(serialShareBehind(amdahl(0.3, workers), workers)).toBeCloseTo(0.3, 12)
    expect(serialShareBehind(2.2, 2)).toBeLessThan(0)
  })
})

describe('the universal scalability law', () => {
  it('is Amdahl’s where the workers cost each other nothing', () => {
    for (const workers of [1, 2, 5, 64]) {
      expect(universalScalability(0.1, 0, workers)).toBeCloseTo(amdahl(0.1, workers), 12)
    }
  })

  it('is greatest at its peak, and has none without coherency', () => {
    const peak = scalabilityPeak(0.05, 0.001)
    expect(peak).toBeCloseTo(Math.sqrt(950), 6)
    const at = (workers: number): number => universalScalability(0.05, 0.001, workers)
    expect(at(peak ?? 0)).toBeGreaterThan(at((peak ?? 0) * 1.1))
    expect(at(peak ?? 0)).toBeGreaterThan(at((peak ?? 0) * 0.9))
    expect(scalabilityPeak(0.05, 0)).toBeNull()
  })
})

it('no more workers than cores are at work at once', () => {
  expect(atOnce(8, 2)).toBe(2)
  expect(atOnce(2, 8)).toBe(2)
})
