import { describe, expect, it } from 'vitest'
import { HeldDomain } from './HeldDomain.ts'
import { BYTES, BYTES_PER_SECOND, DURATION } from './quantity.ts'
import { roundDomain, ticksOf } from './value-scale.ts'

const plain = (words: string): string => words.replaceAll('\u202f', ' ')

describe('the names of round durations', () => {
  it.each([
    [1, '1 ns'],
    [500, '500 ns'],
    [1000, '1 µs'],
    [20_000, '20 µs'],
    [1e6, '1 ms'],
    [1e9, '1 s'],
    [2e10, '20 s'],
  ])('names %d ns %s', (value, label) => {
    expect(plain(DURATION.tick(value))).toBe(label)
  })
})

describe('a bandwidth', () => {
  it('is bytes per second, its interval in the same unit', () => {
    expect(plain(BYTES_PER_SECOND.formatInterval(2 * 1024 ** 3, [1.5 * 1024 ** 3, 2.5 * 1024 ** 3]))).toBe(
      '2 GiB/s [1.5–2.5]',
    )
  })
})

describe('roundDomain', () => {
  it('ends at 1, 2, 3, 5 or 7 times a power of ten', () => {
    expect(roundDomain(23_000, 41e6, DURATION, 'log')).toEqual([20_000, 50e6])
    expect(roundDomain(9.7, 1001, DURATION, 'log')).toEqual([7, 2000])
  })

  it('stays where the values are round already', () => {
    expect(roundDomain(1e4, 1e8, DURATION, 'log')).toEqual([1e4, 1e8])
    expect(roundDomain(4096, 2 ** 20, BYTES, 'log')).toEqual([4096, 2 ** 20])
  })

  it('is a decade wide at least', () => {
    expect(roundDomain(110, 120, DURATION, 'log')).toEqual([100, 1000])
  })

  it('ends at powers of two where bytes are counted', () => {
    expect(roundDomain(5000, 900_000, BYTES, 'log')).toEqual([4096, 2 ** 20])
    expect(roundDomain(4096, 4096, BYTES, 'log')).toEqual([4096, 8 * 4096])
  })

  it('begins at 0 where it is linear', () => {
    expect(roundDomain(30, 97, DURATION, 'linear')).toEqual([0, 100])
    expect(roundDomain(3000, 3100, BYTES, 'linear')).toEqual([0, 4096])
  })

  it('goes below 0 for a linear axis with negative values', () => {
    expect(roundDomain(-3, 97, DURATION, 'linear')).toEqual([-20, 100])
  })
})

describe('ticksOf', () => {
  const labels = (domain: [number, number], quantity = DURATION): string[] =>
    ticksOf(domain, quantity, 'log').flatMap(({ label }) => (label === null ? [] : [plain(label)]))

  it('labels decades on a wide axis', () => {
    expect(labels([1e4, 1e8])).toEqual(['10 µs', '100 µs', '1 ms', '10 ms', '100 ms'])
  })

  it('labels more on a narrow one', () => {
    expect(labels([20_000, 1e6])).toEqual(['20 µs', '50 µs', '100 µs', '200 µs', '500 µs', '1 ms'])
  })

  it('stays inside its domain', () => {
    const values = ticksOf([20_000, 5e6], DURATION, 'log').map(({ value }) => value)
    expect(Math.min(...values)).toBe(20_000)
    expect(Math.max(...values)).toBe(5e6)
  })

  it('labels powers of two of bytes, every second one where there are many', () => {
    expect(labels([4096, 32_768], BYTES)).toEqual(['4 KiB', '8 KiB', '16 KiB', '32 KiB'])
    expect(labels([4096, 2 ** 22], BYTES)).toEqual(['4 KiB', '16 KiB', '64 KiB', '256 KiB', '1 MiB', '4 MiB'])
  })

  it('has even steps from 0 on a linear axis', () => {
    expect(ticksOf([0, 100], DURATION, 'linear').map(({ label }) => label && plain(label))).toEqual([
      '0',
      '20 ns',
      '40 ns',
      '60 ns',
      '80 ns',
      '100 ns',
    ])
    expect(ticksOf([0, 4096], BYTES, 'linear').map(({ label }) => label && plain(label))).toEqual([
      '0',
      '1 KiB',
      '2 KiB',
      '3 KiB',
      '4 KiB',
    ])
  })
})

describe('HeldDomain', () => {
  const otherwise = [1e4, 1e8] as const

  it('shows what it is told to while there are no values', () => {
    expect(new HeldDomain().hold('run', [], otherwise, DURATION)).toEqual([1e4, 1e8])
  })

  it('grows but does not shrink while the same thing is shown', () => {
    const held = new HeldDomain()
    held.hold('run', [30, 4000], otherwise, DURATION)
    expect(held.hold('run', [300, 900], otherwise, DURATION)).toEqual([30, 5000])
  })

  it('starts anew with another thing', () => {
    const held = new HeldDomain()
    held.hold('whole', [30, 4000], otherwise, DURATION)
    expect(held.hold('called', [300, 900], otherwise, DURATION)).toEqual([300, 3000])
  })

  it('has no place for 0 on a logarithmic axis', () => {
    expect(new HeldDomain().hold('run', [0, 30, 4000], otherwise, DURATION)).toEqual([30, 5000])
  })
})
