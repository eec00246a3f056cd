import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../../model/random.ts'
import { amdahl } from '../../../model/speed-up.ts'
import { Recording } from '../../procedure/recording.ts'
import { fitSeries } from './fits.ts'

function recorded(workers: number, rounds = 20): Recording {
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
    const elapsed = (2e7 / amdahl(0.1, workers)) * (1 + 0.01 * (random() - 0.5))
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
})
