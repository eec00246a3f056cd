import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseWorkload, printWorkload } from './parse-workload.ts'
import { randomWorkload } from './random-workload.ts'

describe('randomWorkload', () => {
  it('gives the same workload for the same seed, and another for another', () => {
    expect(randomWorkload(7)).toEqual(randomWorkload(7))
    expect(randomWorkload(7)).not.toEqual(randomWorkload(8))
  })

  it('gives a workload that can be written down, whatever its seed and shape', () => {
    const shapes = fc.record({
      tasks: fc.integer({ min: 1, max: 60 }),
      processes: fc.integer({ min: 1, max: 8 }),
      bursts: fc.integer({ min: 1, max: 9 }),
      mutexes: fc.integer({ min: 0, max: 3 }),
    })
    fc.assert(
      fc.property(fc.integer(), shapes, (seed, shape) => {
        const workload = randomWorkload(seed, shape)
        expect(parseWorkload(printWorkload(workload))).toEqual({ ok: true, workload })
        expect(workload.tasks).toHaveLength(shape.tasks)
      }),
      { numRuns: 300 },
    )
  })
})
