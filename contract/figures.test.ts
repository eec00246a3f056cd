import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  describeCondition,
  formatBytes,
  formatConstant,
  formatCount,
  formatDuration,
  formatDurationInterval,
  formatFigure,
  formatFigureInterval,
  formatRatio,
  formatRatioInterval,
  formatSeconds,
  formatShare,
  hasHeld,
  scoreWords,
  threeDigits,
} from './figures.ts'

/** A space narrow enough for a figure and its unit, shown here as an ordinary one. */
const spaced = (text: string): string => text.replaceAll('\u202f', ' ')

describe('threeDigits', () => {
  it.each([
    [1234, '1230'],
    [123.4, '123'],
    [12.34, '12.3'],
    [1.234, '1.23'],
    [0.1234, '0.123'],
    [0.01234, '0.0123'],
    [1, '1.00'],
    [10, '10.0'],
    [100, '100'],
    [1000, '1000'],
    [0, '0'],
    [-0, '0'],
    [-1.234, '-1.23'],
    [-123456, '-123000'],
    [0.1 + 0.2, '0.300'],
    [1e-12, '0.00000000000100'],
  ])('writes %f as %s', (value, text) => expect(threeDigits(value)).toBe(text))

  it.each([
    [0.9996, '1.00'],
    [9.996, '10.0'],
    [99.96, '100'],
    [999.6, '1000'],
    [-9.996, '-10.0'],
    [0.09996, '0.100'],
  ])('keeps three digits where rounding %f carries over', (value, text) => expect(threeDigits(value)).toBe(text))

  it.each([Number.NaN, Infinity, -Infinity])('does not turn %f into a number', (value) =>
    expect(Number(threeDigits(value))).toBe(value),
  )

  it('has exactly three digits from the first that is not 0, no exponent, and is off by half a step at most', () => {
    fc.assert(
      fc.property(fc.double({ min: -90, max: 20, noNaN: true }), fc.boolean(), (exponent, negative) => {
        const value = (negative ? -1 : 1) * 10 ** exponent
        const text = threeDigits(value)
        expect(text).toMatch(/^-?\d+(\.\d+)?$/)
        const digits = text.replace(/[-.]/g, '').replace(/^0+/, '')
        expect(digits.length).toBe(Math.max(3, /^-?(\d+)/.exec(text)?.[1]?.replace(/^0+/, '').length ?? 0))
        expect(digits.slice(3)).toMatch(/^0*$/)
        expect(Math.abs(Number(text) - value)).toBeLessThanOrEqual(0.005_000_1 * Math.abs(value))
      }),
    )
  })

  it('never throws, however small or large the value', () => {
    fc.assert(
      fc.property(fc.double(), (value) => {
        expect(typeof threeDigits(value)).toBe('string')
      }),
    )
  })
})

describe('formatDuration', () => {
  it.each([
    [130_456, '130 µs'],
    [0, '0 ns'],
    [0.4, '0.400 ns'],
    [999.4, '999 ns'],
    [999.6, '1.00 µs'],
    [1000, '1.00 µs'],
    [999_499, '999 µs'],
    [999_600, '1.00 ms'],
    [999_400_000, '999 ms'],
    [999_600_000, '1.00 s'],
    [1e9, '1.00 s'],
    [123e9, '123 s'],
    [-130_456, '-130 µs'],
    [-999.6, '-1.00 µs'],
  ])('writes %f ns as %s', (nanoseconds, text) => expect(spaced(formatDuration(nanoseconds))).toBe(text))

  it('never shows 1000 of a unit that has a larger one', () => {
    fc.assert(
      fc.property(fc.double({ min: 1, max: 9.99e11, noNaN: true }), (nanoseconds) => {
        const number = Number(/^[\d.]+/.exec(formatDuration(nanoseconds))?.[0])
        expect(number).toBeGreaterThanOrEqual(1)
        expect(number).toBeLessThan(1000)
      }),
    )
  })
})

describe('formatDurationInterval', () => {
  it.each<[number, [number, number], string]>([
    [130_456, [128_000, 133_000], '130 µs [128–133]'],
    [999.6, [990, 1010], '1.00 µs [0.990–1.01]'],
    [1_200_000, [900_000, 1_500_000], '1.20 ms [0.900–1.50]'],
    [10, [-5, 25], '10.0 ns [-5.00–25.0]'],
    [0, [0, 20], '0 ns [0–20.0]'],
  ])('writes %f ns with %j in one unit', (value, interval, text) =>
    expect(spaced(formatDurationInterval(value, interval))).toBe(text),
  )
})

/** Significant digits of a number in words; zeros at its end count only after a point. */
const significant = (text: string): number => {
  const digits = text.replace(/^-/, '').replace(/^0\.0*/, '')
  return (digits.includes('.') ? digits.replace('.', '') : digits.replace(/0+$/, '')).length
}
const BYTES = { B: 1, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3, TiB: 1024 ** 4 }
/** Amounts up to 800 TiB, above 0 and below: differences may be negative. */
const amount = fc
  .tuple(fc.double({ min: 0, max: 49.6, noNaN: true }), fc.boolean())
  .map(([exponent, negative]) => (negative ? -1 : 1) * 2 ** exponent)

describe('formatBytes', () => {
  it.each([
    [0, '0 B'],
    [-0, '0 B'],
    [1, '1 B'],
    [0.25, '0.25 B'],
    [12.3456, '12.3 B'],
    [999, '999 B'],
    [1000, '1000 B'],
    [1023, '1023 B'],
    [1023.4, '1023 B'],
    [1023.9, '1 KiB'],
    [1024, '1 KiB'],
    [1536, '1.5 KiB'],
    [16_384, '16 KiB'],
    [102_400, '100 KiB'],
    [123_456, '121 KiB'],
    [1023 * 1024, '1023 KiB'],
    [1023.9 * 1024, '1 MiB'],
    [1_048_576, '1 MiB'],
    [1_310_720, '1.25 MiB'],
    [1_073_741_824, '1 GiB'],
    [1023.9 * 1024 ** 3, '1 TiB'],
    [2048 * 1024 ** 4, '2048 TiB'],
    [-4096, '-4 KiB'],
    [-1023.9, '-1 KiB'],
    [-1023, '-1023 B'],
  ])('writes %f B as %s', (bytes, text) => expect(spaced(formatBytes(bytes))).toBe(text))

  it('has three significant digits, four at most, in the unit that leaves 1 to 1023', () => {
    fc.assert(
      fc.property(amount, (bytes) => {
        const [, number = '', unit = ''] = /^(-?[\d.]+) (B|KiB|MiB|GiB|TiB)$/.exec(spaced(formatBytes(bytes))) ?? []
        const factor = BYTES[unit as keyof typeof BYTES]
        expect(Math.abs(Number(number))).toBeGreaterThanOrEqual(1)
        expect(Math.abs(Number(number))).toBeLessThanOrEqual(1023)
        expect(significant(number)).toBeLessThanOrEqual(Math.abs(Number(number)) >= 1000 ? 4 : 3)
        expect(number).not.toMatch(/\.\d*0$/)
        expect(Math.abs(Number(number) * factor - bytes)).toBeLessThanOrEqual(0.005_000_1 * Math.abs(bytes))
      }),
    )
  })

  it('is the same for what is missing as for what is there, but for the sign', () => {
    fc.assert(
      fc.property(amount, (bytes) => {
        expect(formatBytes(-Math.abs(bytes))).toBe(`-${formatBytes(Math.abs(bytes))}`)
      }),
    )
  })
})

describe('figures in their unit', () => {
  it('are times or memory', () => {
    expect(spaced(formatFigure(2048, 'ns'))).toBe('2.05 µs')
    expect(spaced(formatFigure(2048, 'B'))).toBe('2 KiB')
    expect(spaced(formatFigureInterval(2048, [2000, 2100], 'ns'))).toBe('2.05 µs [2.00–2.10]')
  })

  it.each<[number, [number, number], string]>([
    [16_384, [16_384, 16_384], '16 KiB [16–16]'],
    [16_384, [12_288, 20_480], '16 KiB [12–20]'],
    [1023.9, [1000, 1048], '1 KiB [0.977–1.02]'],
    [0, [0, 0], '0 B [0–0]'],
    [0, [-4096, 4096], '0 B [-4096–4096]'],
    [0, [0, 123_456], '0 B [0–123500]'],
    [-8192, [-12_288, -4096], '-8 KiB [-12–-4]'],
    [1_310_720, [1, 4 * 1024 ** 2], '1.25 MiB [0.000000954–4]'],
  ])('write %f B with %j in one unit', (value, interval, text) =>
    expect(spaced(formatFigureInterval(value, interval, 'B'))).toBe(text),
  )

  it('have no end with more than four significant digits, nor with an exponent', () => {
    fc.assert(
      fc.property(amount, fc.oneof(amount, fc.constant(0)), amount, (value, low, high) => {
        const text = spaced(formatFigureInterval(value, [low, high], 'B'))
        expect(text.startsWith(`${spaced(formatBytes(value))} [`)).toBe(true)
        const ends = /\[(-?[\d.]+)–(-?[\d.]+)\]$/.exec(text)?.slice(1) ?? []
        expect(ends).toHaveLength(2)
        for (const end of ends) expect(significant(end)).toBeLessThanOrEqual(4)
      }),
    )
  })
})

describe('ratios', () => {
  it.each([
    [7.4567, '7.46 ×'],
    [1, '1.00 ×'],
    [0.0123, '0.0123 ×'],
    [999.6, '1000 ×'],
  ])('writes %f as %s', (ratio, text) => expect(spaced(formatRatio(ratio))).toBe(text))

  it('says that no difference was shown where the verdict says so, the figures after it', () => {
    const figures = { ratio: 1.02, interval: [0.97, 1.06] as const }
    expect(spaced(formatRatioInterval({ ...figures, verdict: 'no-difference-shown' }))).toBe(
      'no difference shown 1.02 × [0.970–1.06]',
    )
    expect(spaced(formatRatioInterval({ ...figures, verdict: 'differs' }))).toBe('1.02 × [0.970–1.06]')
  })
})

describe('the other figures', () => {
  it.each([
    [0.0123, '1.23 %'],
    [0, '0 %'],
    [-0.5, '-50.0 %'],
    [0.09996, '10.0 %'],
    [12, '1200 %'],
  ])('writes the share %f as %s', (share, text) => expect(spaced(formatShare(share))).toBe(text))

  it.each([
    [0, '0 s'],
    [0.4, '0 s'],
    [8, '8 s'],
    [59.4, '59 s'],
    [59.6, '1 min 0 s'],
    [80, '1 min 20 s'],
    [-3, '0 s'],
  ])('writes %f seconds as %s', (seconds, text) => expect(spaced(formatSeconds(seconds))).toBe(text))

  it.each([
    [0, '0'],
    [999, '999'],
    [12_345, '12,345'],
    [1_234_567, '1,234,567'],
  ])('writes the count %i as %s', (count, text) => expect(formatCount(count)).toBe(text))
})

describe('describeCondition', () => {
  it.each<[Record<string, string | number>, string]>([
    [{ parentMiB: 64, pages: '4k', placement: 'one-core' }, '64 MiB in 4 KiB pages, one core'],
    [{ parentMiB: 256, pages: 'huge', placement: 'free' }, '256 MiB in huge pages, free placement'],
    [{ parentMiB: 0, pages: '4k', placement: 'one-core' }, '0 MiB, one core'],
    [{ placement: 'free' }, 'free placement'],
    [{ placement: 'free', depth: 3 }, 'free placement, depth 3'],
    [{ placement: 'other-core' }, 'two cores'],
    [{ placement: 'somewhere' }, 'placement somewhere'],
    [{ placement: 'constructor' }, 'placement constructor'],
    [{ tasks: 1000, placement: 'one-core' }, 'tasks 1000, one core'],
    [{ pages: 'huge', placement: 'free' }, 'huge pages, free placement'],
    [{ parentMiB: 4 }, '4 MiB in 4 KiB pages'],
    [{ constructor: 1, toString: 2 }, 'constructor 1, toString 2'],
    [JSON.parse('{"__proto__": 1}'), '__proto__ 1'],
    [{}, ''],
  ])('puts %j into words', (condition, words) => expect(describeCondition(condition)).toBe(words))
})

describe('scoreWords', () => {
  it('says how far off a prediction was, and whether the intervals have a value in common', () => {
    expect(spaced(scoreWords({ relativeError: 0.0795, inside: false }))).toBe(
      '7.95 % above; the intervals do not overlap',
    )
    expect(spaced(scoreWords({ relativeError: -0.2, inside: true }))).toBe('20.0 % below; the intervals overlap')
  })

  it('does not make a failure of a figure that is right to the last digit that is shown', () => {
    expect(spaced(scoreWords({ relativeError: -0.0005, inside: false }))).toBe(
      '0.0500 % below; the intervals are narrower still',
    )
  })
})

describe('hasHeld', () => {
  it('is what the intervals say, unless they are narrower than anybody would tell apart', () => {
    expect(hasHeld({ relativeError: 0.3, inside: true })).toBe(true)
    expect(hasHeld({ relativeError: -0.004, inside: false })).toBe(true)
    expect(hasHeld({ relativeError: 0.006, inside: false })).toBe(false)
  })
})

describe('formatConstant', () => {
  it.each<[Parameters<typeof formatConstant>[0], string]>([
    [
      { value: 1860, interval: [1800, 1900], unit: 'ns per page-table page' },
      '1.86 µs [1.80–1.90] per page-table page',
    ],
    [{ value: 1700, interval: null, unit: 'ns' }, '1.70 µs'],
    [{ value: 20_480, interval: null, unit: 'B per unit' }, '20 KiB per unit'],
    [{ value: 1024, interval: [512, 2048], unit: 'B/s' }, '1 KiB/s [0.5–2]'],
    [{ value: 2048, interval: null, unit: 'B/s' }, '2 KiB/s'],
    [{ value: 3, interval: [2, 4], unit: 'switches' }, '3.00 [2.00–4.00] switches'],
    [{ value: 3, interval: null, unit: 'switches' }, '3.00 switches'],
  ])('puts %j into words', (constant, words) => expect(spaced(formatConstant(constant))).toBe(words))
})
