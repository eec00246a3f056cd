import { describe, expect, it } from 'vitest'
import { HeldDomain, roundDomain, tickLabel, timeTicks } from './time-scale.ts'

describe('tickLabel', () => {
  it.each([
    [1, '1 ns'],
    [500, '500 ns'],
    [1000, '1 µs'],
    [20_000, '20 µs'],
    [1e6, '1 ms'],
    [1e9, '1 s'],
    [2e10, '20 s'],
  ])('names %d ns %s', (value, label) => {
    expect(tickLabel(value).replace('\u202f', ' ')).toBe(label)
  })
})

describe('roundDomain', () => {
  it('ends at 1, 2, 3, 5 or 7 times a power of ten', () => {
    expect(roundDomain(23_000, 41e6)).toEqual([20_000, 50e6])
    expect(roundDomain(9.7, 1001)).toEqual([7, 2000])
  })

  it('stays where the values are round already', () => {
    expect(roundDomain(1e4, 1e8)).toEqual([1e4, 1e8])
  })

  it('is a decade wide at least', () => {
    expect(roundDomain(110, 120)).toEqual([100, 1000])
  })
})

describe('timeTicks', () => {
  const labels = (domain: [number, number]): string[] =>
    timeTicks(domain).flatMap(({ label }) => (label === null ? [] : [label.replace('\u202f', ' ')]))

  it('labels decades on a wide axis', () => {
    expect(labels([1e4, 1e8])).toEqual(['10 µs', '100 µs', '1 ms', '10 ms', '100 ms'])
  })

  it('labels more on a narrow one', () => {
    expect(labels([20_000, 1e6])).toEqual(['20 µs', '50 µs', '100 µs', '200 µs', '500 µs', '1 ms'])
  })

  it('stays inside its domain', () => {
    const values = timeTicks([20_000, 5e6]).map(({ value }) => value)
    expect(Math.min(...values)).toBe(20_000)
    expect(Math.max(...values)).toBe(5e6)
  })
})

describe('HeldDomain', () => {
  const otherwise = [1e4, 1e8] as const

  it('shows what it is told to while there are no values', () => {
    expect(new HeldDomain().hold('run', [], otherwise)).toEqual([1e4, 1e8])
  })

  it('grows but does not shrink while the same thing is shown', () => {
    const held = new HeldDomain()
    held.hold('run', [30, 4000], otherwise)
    expect(held.hold('run', [300, 900], otherwise)).toEqual([30, 5000])
  })

  it('starts anew with another thing', () => {
    const held = new HeldDomain()
    held.hold('whole', [30, 4000], otherwise)
    expect(held.hold('called', [300, 900], otherwise)).toEqual([300, 3000])
  })
})
