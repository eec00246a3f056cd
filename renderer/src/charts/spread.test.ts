import { describe, expect, it } from 'vitest'
import { spread } from './spread.ts'

describe('spread', () => {
  it('leaves labels alone that have room', () => {
    expect(spread([10, 50, 90], 16, [0, 100])).toEqual([10, 50, 90])
  })

  it('moves two that touch apart by the same distance', () => {
    expect(spread([50, 52], 16, [0, 100])).toEqual([43, 59])
  })

  it('keeps the order of the wishes, whatever order they come in', () => {
    const places = spread([60, 20, 61, 59], 10, [0, 100])
    expect(places[1]).toBe(20)
    expect([places[3], places[0], places[2]]).toEqual([50, 60, 70])
  })

  it('stays inside', () => {
    expect(spread([98, 99, 100], 10, [0, 100])).toEqual([80, 90, 100])
    expect(spread([0, 1], 10, [0, 100])).toEqual([0, 10])
  })

  it('has nothing to do for nothing', () => {
    expect(spread([], 10, [0, 100])).toEqual([])
  })
})
