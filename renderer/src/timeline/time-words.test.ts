import { describe, expect, it } from 'vitest'
import { timeTicks } from './time-ticks.ts'
import { periodWords, timeWords } from './time-words.ts'

const plain = (words: string): string => words.replaceAll('\u202f', ' ')

describe('timeWords', () => {
  it.each([
    [0, '0 s'],
    [999, '999 ns'],
    [4_200_000, '4.2 ms'],
    [1_234_567, '1.234567 ms'],
    [2_000_000_000, '2 s'],
  ])('says %d ns as %s', (nanoseconds, words) => {
    expect(plain(timeWords(nanoseconds))).toBe(words)
  })
})

describe('periodWords', () => {
  it.each([
    [3_000_000, 5_000_000, '3–5 ms'],
    [0, 5_000, '0–5 µs'],
    [900, 1_200, '900 ns to 1.2 µs'],
  ])('says from %d to %d as %s', (from, to, words) => {
    expect(plain(periodWords(from, to))).toBe(words)
  })
})

describe('timeTicks', () => {
  it('are round, labelled in one unit, and fit the width', () => {
    expect(timeTicks({ from: 0, to: 10_000_000 }, 600).map(({ label }) => plain(label ?? ''))).toEqual([
      '0',
      '2 ms',
      '4 ms',
      '6 ms',
      '8 ms',
      '10 ms',
    ])
  })

  it('keep the digits that tell them apart deep in a long timeline', () => {
    const labels = timeTicks({ from: 1_000_000_000, to: 1_000_000_400 }, 500).map(({ label }) => label)
    expect(new Set(labels).size).toBe(labels.length)
    expect(labels.length).toBeGreaterThan(2)
  })

  it('never stand between whole nanoseconds', () => {
    for (const { value } of timeTicks({ from: 3, to: 23 }, 4_000)) expect(Number.isInteger(value)).toBe(true)
  })
})
