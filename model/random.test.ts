import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededRandom, shuffled, xoshiro128StarStar } from './random.ts'

describe('seededRandom', () => {
  it('is xoshiro128**, by the words that the reference program prints for the state 1, 2, 3, 4', () => {
    const word = xoshiro128StarStar([1, 2, 3, 4])
    const reference = [
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
    ]
    expect(reference.map(word)).toEqual(reference)
  })

  it('repeats itself for a seed and differs for its neighbour', () => {
    const ten = (seed: number) => Array.from({ length: 10 }, seededRandom(seed))
    expect(ten(7)).toEqual(ten(7))
    expect(ten(7).filter((value, index) => value === ten(8)[index])).toEqual([])
  })

  it('fills [0, 1) evenly, also from the seed 0', () => {
    const counts = new Uint32Array(10)
    const random = seededRandom(0)
    for (let draw = 0; draw < 100_000; draw++) {
      const tenth = Math.floor(random() * 10)
      counts[tenth] = (counts[tenth] ?? 0) + 1
    }
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(100_000)
    // The standard error of each count is 95; five of them.
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(475)
  })
})

describe('shuffled', () => {
  it('keeps every item and leaves the original alone', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer(), (items, seed) => {
        const before = [...items]
        const after = shuffled(items, seededRandom(seed))
        expect(items).toEqual(before)
        expect(after.toSorted((a, b) => a - b)).toEqual(before.toSorted((a, b) => a - b))
      }),
    )
  })

  it('gives every order equally often', () => {
    const random = seededRandom(3)
    const counts = new Map<string, number>()
    for (let draw = 0; draw < 24_000; draw++) {
      const order = shuffled(['a', 'b', 'c', 'd'], random).join('')
      counts.set(order, (counts.get(order) ?? 0) + 1)
    }
    expect(counts.size).toBe(24)
    // The standard error of each count is 31; five of them.
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(155)
  })
})
