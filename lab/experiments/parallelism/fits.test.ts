import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../../model/random.ts'
import { amdahl } from '../../../model/speed-up.ts'
import { Recording } from '../../procedure/recording.ts'
import { fitSeries } from './fits.ts'

type SpeedUp = (workers: number) => number

function recorded(workers: number, rounds = 20, law: SpeedUp = (size) => amdahl(0.1, size), scatter = 0.01): Recording {
  const random = seededRandom(workers)
  const recording = new Recording({
    id: 'all-cores',
    condition: { workers },
    parts: ['elapsed'],
    whole: 'elapsed',
    batch: 1,
    clockResolutionNs: 1,
  })
  for (let round = 0; round < rounds; round++) {
    const elapsed = (2e7 / law(workers)) * (1 + scatter * (random() - 0.5))
    recording.add({ values: { elapsed: [elapsed] }, overhead: {}, counts: {} })
  }
  return recording
}

const named = (sizes: readonly number[], cores: number, rounds?: number): string[] =>
  fitSeries(
    sizes.map((size) => recorded(size, rounds)),
    cores,
    1,
  ).map(({ name, facts }) => (facts['law'] === undefined ? name : `${name} ${String(facts['law'])}`))

describe('the laws of speed-up', () => {
  it('are both fitted where there are sizes of crew enough', () => {
    expect(named([1, 2, 3, 4, 8], 4)).toEqual(['serial-share-behind', 'fit Amdahl', 'fit USL'])
  })

  it('are not fitted to crews that find no core for each worker', () => {
    expect(named([1, 2, 3, 4], 2)).toEqual(['serial-share-behind', 'no-fit Amdahl', 'no-fit USL'])
    expect(named([1, 2, 3, 6], 3)).toEqual(['serial-share-behind', 'fit Amdahl', 'no-fit USL'])
    expect(named([1, 2], 1)).toEqual(['no-fit'])
  })

  it('are not fitted to a few rounds', () => {
    expect(named([1, 2, 3, 4], 4, 5)).toEqual(['no-fit'])
  })

  it('find the share that is there', () => {
    const [behind, fit] = fitSeries(
      [1, 2, 4].map((size) => recorded(size)),
      4,
      1,
    )
    expect(behind?.facts['workers']).toBe(4)
    for (const { facts } of [behind, fit].flatMap((one) => one ?? [])) {
      expect(Number(facts['low'])).toBeLessThan(0.1)
      expect(Number(facts['high'])).toBeGreaterThan(0.1)
    }
  })

  it('say how far the furthest speed-up is from them', () => {
    const [, fit] = fitSeries(
      [1, 2, 4].map((size) => recorded(size)),
      4,
      1,
    )
    expect(Math.abs(Number(fit?.facts['residual']))).toBeLessThan(0.02)
    expect(Number(fit?.facts['residualLow'])).toBeLessThanOrEqual(Number(fit?.facts['residual']))
    expect(Number(fit?.facts['residualHigh'])).toBeGreaterThanOrEqual(Number(fit?.facts['residual']))
  })
})

describe('in place of a law stands', () => {
  const told = (law: SpeedUp, sizes: number[], cores: number) =>
    fitSeries(
      sizes.map((size) => recorded(size, 20, law, 0)),
      cores,
      1,
    )

  it('that the speed-ups contradict its form, without a constant of it', () => {
    const [, first, second] = told((size) => Math.min(size, 4), [1, 2, 3, 4, 6, 8], 8)
    expect(first?.name).toBe('no-fit')
    expect(first?.facts['reason']).toMatch(/^Amdahl’s law does not describe these speed-ups/)
    expect(first?.facts['reason']).toMatch(/no serial share .* off by/)
    expect(Object.keys(first?.facts ?? {})).toEqual([
      ...['law', 'sizes', 'reason', 'furthestWorkers', 'residual', 'residualLow', 'residualHigh'],
    ])
    expect(second?.facts['reason']).toMatch(/^the universal scalability law does not describe/)
  })

  it('that too few sizes were chosen, or that there are too few cores', () => {
    const reasonOf = (sizes: number[], cores: number): unknown =>
      told((size) => size, sizes, cores).find(({ facts }) => facts['law'] === 'Amdahl')?.facts['reason']
    expect(reasonOf([1, 16], 16)).toMatch(/^1 size of crew .* takes 2; choose more numbers of workers up to 16$/)
    expect(reasonOf([1, 2, 4], 2)).toMatch(
      /^1 size of crew .* takes 2; 2 cores that compute by themselves have room for 1$/,
    )
  })

  it('that a constant is at its bound, and no interval without a width', () => {
    const [, fit] = told((size) => size * 1.005, [1, 2, 3], 3)
    expect(fit?.facts).toMatchObject({ law: 'Amdahl', serialShare: 0, serialShareAtBound: true })
    expect(Object.keys(fit?.facts ?? {})).not.toContain('low')
  })
})
