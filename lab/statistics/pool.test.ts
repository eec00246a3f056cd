import fc from 'fast-check'
import * as oracle from 'simple-statistics'
import { describe, expect, it } from 'vitest'
import { poolBlocks, poolSamples, weightedMedian } from './pool.ts'

// Few distinct values, so that ties within and between blocks are common.
const weightedBlocks = fc.array(
  fc.record({
    block: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 6 }),
    weight: fc.nat({ max: 3 }),
  }),
  { minLength: 1, maxLength: 12 },
)

describe('poolBlocks', () => {
  it('keeps for every sample the block that it came from', () => {
    fc.assert(
      fc.property(weightedBlocks, (drawn) => {
        const pool = poolBlocks(drawn.map(({ block }) => block))
        drawn.forEach(({ block }, unit) => {
          expect([...pool.values.filter((_, place) => pool.unitOf[place] === unit)]).toEqual(block.toSorted())
          expect(pool.unitSizes[unit]).toBe(block.length)
        })
      }),
    )
  })
})

describe('weightedMedian', () => {
  it('is the median of the blocks repeated as often as their weights say', () => {
    fc.assert(
      fc.property(weightedBlocks, (drawn) => {
        const repeated = drawn.flatMap(({ block, weight }) => Array<number[]>(weight).fill(block).flat())
        const pool = poolBlocks(drawn.map(({ block }) => block))
        const weights = Uint32Array.from(drawn, ({ weight }) => weight)
        expect(weightedMedian(pool, weights)).toBe(repeated.length === 0 ? NaN : oracle.median(repeated))
      }),
    )
  })

  it('takes every sample as a unit of its own where the pool says so', () => {
    const pool = poolSamples([[3, 1], [2]])
    expect(weightedMedian(pool, Uint32Array.of(0, 1, 2))).toBe(3)
    expect(weightedMedian(pool, Uint32Array.of(1, 1, 0))).toBe(1.5)
  })
})
