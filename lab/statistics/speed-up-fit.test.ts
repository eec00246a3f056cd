import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../model/random.ts'
import { amdahl, universalScalability } from '../../model/speed-up.ts'
import { amdahlConstant, universalConstants } from './speed-up-fit-constants.ts'
import { fitSpeedUp, type Fitted, type LawFit, type TimesOfCrew } from './speed-up-fit.ts'

const SIZES = [1, 2, 3, 4, 6, 8, 16]

/** Thirty rounds of times that a law gives, each off by up to a percent or so. */
function crews(law: (workers: number) => number, scatter = 0.01, sizes = SIZES): TimesOfCrew[] {
  const random = seededRandom(7)
  return sizes.map((workers) => ({
    workers,
    blocks: Array.from({ length: 30 }, () => [(1e7 / law(workers)) * (1 + scatter * (random() - 0.5))]),
  }))
}

describe('the constants of the laws', () => {
  it.each([
    [0, 0],
    [0.1, 0],
    [0.05, 0.002],
    [0, 0.01],
    [0.5, 0.0001],
  ])('contention %f and coherency %f are found again where they are', (contention, coherency) => {
    const places = SIZES.slice(1).map((workers) => ({
      workers,
      speedUp: universalScalability(contention, coherency, workers),
    }))
    const found = universalConstants(places)
    expect(found.contention).toBeCloseTo(contention, 9)
    expect(found.coherency).toBeCloseTo(coherency, 9)
  })

  it('are never below 0, however well it scales', () => {
    const places = [2, 3, 4].map((workers) => ({ workers, speedUp: workers * 1.1 }))
    expect(universalConstants(places)).toEqual({ contention: 0, coherency: 0 })
    expect(amdahlConstant(places)).toBe(0)
  })

  it('agree with a published fit of a known case to within its standard errors', () => {
    // SPEC SDM91 on a SPARCcenter 2000, scripts an hour by simulated users. Nonlinear regression in R (package usl 3.0) finds
    // 0.0277 ± 0.0091 and 0.000104 ± 0.0000199, against 90.0 scripts an hour of one user.
    const scripts = { 18: 995.9, 36: 1652.4, 72: 1853.2, 108: 1828.9, 144: 1775, 216: 1702.2 }
    const places = Object.entries(scripts).map(([workers, rate]) => ({ workers: Number(workers), speedUp: rate / 90 }))
    const { contention, coherency } = universalConstants(places)
    expect(Math.abs(contention - 0.0277)).toBeLessThan(0.0091)
    expect(Math.abs(coherency - 0.000104)).toBeLessThan(0.0000199)
  })
})

/** The constants of a fit, which has to describe what was measured. */
function constantsOf<Constants>(fit: LawFit<Constants> | null): Constants {
  if (!fit || fit.contradicted) throw new Error('the law does not describe these')
  return fit.constants
}

describe('a fit', () => {
  it('holds the true constants in its intervals', () => {
    const fit = fitSpeedUp(
      crews((workers) => universalScalability(0.08, 0.003, workers)),
      1,
    )
    const inside = ({ interval: [low, high] }: Fitted, value: number): boolean => low <= value && value <= high
    const { contention, coherency } = constantsOf(fit.universal)
    expect(inside(contention, 0.08)).toBe(true)
    expect(inside(coherency, 0.003)).toBe(true)
    const { serial } = constantsOf(
      fitSpeedUp(
        crews((workers) => amdahl(0.2, workers)),
        1,
      ).amdahl,
    )
    expect(inside(serial, 0.2)).toBe(true)
  })

  it('is not made through as many places as it has constants', () => {
    const two = fitSpeedUp(
      crews((workers) => workers, 0.01, [1, 2]),
      1,
    )
    expect(two).toEqual({ places: 1, amdahl: null, universal: null })
    const three = fitSpeedUp(
      crews((workers) => workers, 0.01, [1, 2, 3]),
      1,
    )
    expect(three.amdahl).not.toBeNull()
    expect(three.universal).toBeNull()
  })

  it('is the same for the same seed', () => {
    const times = crews((workers) => amdahl(0.1, workers))
    expect(fitSpeedUp(times, 5)).toEqual(fitSpeedUp(times, 5))
  })

  it('needs one worker alone', () => {
    expect(() =>
      fitSpeedUp(
        crews((workers) => workers, 0, [2, 4]),
        1,
      ),
    ).toThrow(RangeError)
  })
})

describe('the form of a law', () => {
  const fit = (law: (workers: number) => number, scatter?: number, sizes?: number[]) =>
    fitSpeedUp(crews(law, scatter, sizes), 1)

  it('holds where the law is what they come of, and the furthest speed-up says how nearly', () => {
    const { amdahl: found } = fit((workers) => amdahl(0.1, workers))
    expect(found?.contradicted).toBe(false)
    const { value, interval } = found?.furthest ?? { value: 1, interval: [1, 1] }
    expect(Math.abs(value)).toBeLessThan(0.01)
    expect(interval[0]).toBeLessThanOrEqual(value)
    expect(interval[1]).toBeGreaterThanOrEqual(value)
  })

  it('is contradicted by speed-ups that rise in step and then not at all', () => {
    const { amdahl: found } = fit((workers) => Math.min(workers, 4), 0, [1, 2, 3, 4, 6, 8])
    expect(Object.keys(found ?? {})).toEqual(['contradicted', 'furthest'])
    expect(found?.contradicted).toBe(true)
    // The best σ, 7.7 %, would have four workers 3.25 times as fast as one, and eight 5.2 times.
    expect(Math.abs(found?.furthest.value ?? 0)).toBeCloseTo(0.231, 2)
  })

  it('is contradicted in Amdahl’s law by a peak, which is the other law’s own', () => {
    const { amdahl: found, universal } = fit((workers) => universalScalability(0.05, 0.01, workers))
    expect(found?.contradicted).toBe(true)
    expect(universal?.contradicted).toBe(false)
  })

  it('is contradicted by workers that are faster than as many times one', () => {
    expect(fit((workers) => workers ** 1.1, 0.01, [1, 2, 3, 4]).amdahl?.contradicted).toBe(true)
  })

  it('is not contradicted by what the noise explains, nor by less than cores differ', () => {
    const bent = (by: number) => (workers: number) => amdahl(0.1, workers) * (workers === 4 ? 1 + by : 1)
    expect(fit(bent(0.1), 1.5).amdahl?.contradicted).toBe(false)
    expect(fit(bent(0.02), 0.001).amdahl?.contradicted).toBe(false)
    expect(fit(bent(0.1), 0.01).amdahl?.contradicted).toBe(true)
  })

  it('leaves a constant at its bound, which is said', () => {
    const { serial } = constantsOf(fit((workers) => workers * 1.005, 0, [1, 2, 3, 4]).amdahl)
    expect(serial).toEqual({ value: 0, interval: [0, 0], atBound: true })
    const within = constantsOf(fit((workers) => amdahl(0.1, workers)).amdahl)
    expect(within.serial.atBound).toBe(false)
  })
})
