import { expect, it } from 'vitest'
import { FREE } from './costs.ts'
import { crewWorkload } from './crew.ts'
import { simulate } from './simulate.ts'

const endOn = (cores: number, workers: number): number => {
  const policy = { id: 'eevdf', settings: { slice: 4e6 }, seed: 0 } as const
  return simulate(crewWorkload(workers, 20e6 + 1), { cores, queues: 'per-core', costs: FREE }, policy).metrics.end
}

it('a crew shares out all of its work, and takes turns on one core', () => {
  expect(endOn(1, 1)).toBe(20e6 + 1)
  expect(endOn(1, 3)).toBe(20e6 + 1)
})

it('a crew is as many times as fast as there are cores for its workers', () => {
  expect(endOn(2, 2)).toBe(10e6 + 1)
  expect(endOn(2, 4)).toBeLessThan(11e6)
})
