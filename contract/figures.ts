import type { Unit } from './series.ts'

/** Figures in words, the same in the window, the terminal and every export. */

const THIN_SPACE = '\u202f'
const DURATION_UNITS = [
  { factor: 1e9, symbol: 's' },
  { factor: 1e6, symbol: 'ms' },
  { factor: 1e3, symbol: 'µs' },
  { factor: 1, symbol: 'ns' },
] as const

type DurationUnit = (typeof DURATION_UNITS)[number]

/** Three significant digits without an exponent: 1234 → "1230", 0.01234 → "0.0123". */
export function threeDigits(value: number): string {
  if (value === 0 || !Number.isFinite(value)) return String(value)
  const decimals = 2 - Math.floor(Math.log10(Math.abs(value)))
  // 9.996 has two decimals by its exponent and becomes 10.00; rounding first keeps three digits.
  const rounded = Number(value.toPrecision(3))
  const places = Math.max(0, Math.abs(rounded) >= 10 ** (3 - decimals) ? decimals - 1 : decimals)
  // toFixed throws beyond 100 places.
  return rounded.toFixed(Math.min(100, places))
}

function unitFor(nanoseconds: number): DurationUnit {
  const rounded = Math.abs(Number(nanoseconds.toPrecision(3)))
  return DURATION_UNITS.find(({ factor }) => rounded >= factor) ?? { factor: 1, symbol: 'ns' }
}

/** 130456 ns → "130 µs". */
export function formatDuration(nanoseconds: number): string {
  const { factor, symbol } = unitFor(nanoseconds)
  return `${threeDigits(nanoseconds / factor)}${THIN_SPACE}${symbol}`
}

/** A figure with its interval in the same unit: "130 µs [128–133]"; a figure of 0 has the unit of its interval. */
export function formatDurationInterval(nanoseconds: number, [low, high]: readonly [number, number]): string {
  const { factor, symbol } = unitFor(nanoseconds === 0 ? high : nanoseconds)
  return `${threeDigits(nanoseconds / factor)}${THIN_SPACE}${symbol} [${threeDigits(low / factor)}–${threeDigits(high / factor)}]`
}

const BYTE_UNITS = [
  { factor: 1024 ** 4, symbol: 'TiB' },
  { factor: 1024 ** 3, symbol: 'GiB' },
  { factor: 1024 ** 2, symbol: 'MiB' },
  { factor: 1024, symbol: 'KiB' },
  { factor: 1, symbol: 'B' },
] as const

/** 1023.9 B is 1 KiB, as it would round to 1024 B. */
function byteUnitFor(bytes: number): (typeof BYTE_UNITS)[number] {
  const found = BYTE_UNITS.find(({ factor }) => Math.round((Math.abs(bytes) / factor) * 1024) >= 1024)
  return found ?? { factor: 1, symbol: 'B' }
}

/** Three digits, without zeros that say nothing: 16.0 KiB is 16 KiB. From a thousand on four, as 1023 KiB needs them. */
function byteDigits(value: number): string {
  if (Math.abs(value) >= 1000) return String(Number(value.toPrecision(4)))
  const digits = threeDigits(value)
  return digits.includes('.') ? digits.replace(/\.?0+$/, '') : digits
}

/** 1,073,741,824 → "1 GiB"; three significant digits, four where a unit has a thousand. */
export function formatBytes(bytes: number): string {
  const { factor, symbol } = byteUnitFor(bytes)
  return `${byteDigits(bytes / factor)}${THIN_SPACE}${symbol}`
}

/** A plain number to three digits: 3635800 → "3,640,000", 0.36912 → "0.369". */
function formatNumber(value: number): string {
  const rounded = Number(value.toPrecision(3))
  return Math.abs(rounded) < 1 ? String(rounded) : formatCount(rounded)
}

/** A figure in its unit: a duration, an amount of memory, or a plain number. */
export function formatFigure(value: number, unit: Unit): string {
  if (unit === '1') return formatNumber(value)
  return unit === 'ns' ? formatDuration(value) : formatBytes(value)
}

/** A figure with its interval, both in the same unit. */
export function formatFigureInterval(value: number, interval: readonly [number, number], unit: Unit): string {
  if (unit === 'ns') return formatDurationInterval(value, interval)
  if (unit === '1') return `${formatNumber(value)} [${interval.map(formatNumber).join('–')}]`
  const { factor } = byteUnitFor(value)
  return `${formatBytes(value)} [${interval.map((end) => byteDigits(end / factor)).join('–')}]`
}

/** Bytes a second, in powers of 1024 as bytes are: "3.46 GiB/s". */
export function formatBandwidth(bytesPerSecond: number): string {
  return `${formatBytes(bytesPerSecond)}/s`
}

/** A bandwidth with its interval, both in the same unit: "3.46 GiB/s [3.2–3.7]". */
export function formatBandwidthInterval(bytesPerSecond: number, interval: readonly [number, number]): string {
  return formatFigureInterval(bytesPerSecond, interval, 'B').replace(' [', '/s [')
}

/**
 * A constant of a model with its interval. Times, amounts of memory and bandwidths as such, whatever else the unit says:
 * "1.86 µs [1.8–1.9] per page-table page" for `ns per page-table page`. Other constants as they are.
 */
export function formatConstant({
  value,
  interval,
  unit,
}: {
  value: number
  interval: readonly [number, number] | null
  unit: string
}): string {
  if (unit === 'B/s') return interval ? formatBandwidthInterval(value, interval) : formatBandwidth(value)
  const [first = '', ...rest] = unit.split(' ')
  if (!isUnit(first)) {
    const ends = interval ? ` [${threeDigits(interval[0])}–${threeDigits(interval[1])}]` : ''
    return `${threeDigits(value)}${ends} ${unit}`
  }
  const figure = interval ? formatFigureInterval(value, interval, first) : formatFigure(value, first)
  return [figure, ...rest].join(' ')
}

const isUnit = (text: string): text is Unit => text === 'ns' || text === 'B' || text === '1'

/** 7.4567 → "7.46 ×". */
export function formatRatio(ratio: number): string {
  return `${threeDigits(ratio)}${THIN_SPACE}×`
}

/** A ratio with its interval; where the interval spans 1, the words that the lab uses everywhere. */
export function formatRatioInterval(ratio: {
  ratio: number
  interval: readonly [number, number]
  verdict: string
}): string {
  const [low, high] = ratio.interval
  const figures = `${formatRatio(ratio.ratio)} [${threeDigits(low)}–${threeDigits(high)}]`
  return ratio.verdict === 'no-difference-shown' ? `no difference shown ${figures}` : figures
}

/** 0.0123 → "1.23 %". */
export function formatShare(share: number): string {
  return `${threeDigits(share * 100)}${THIN_SPACE}%`
}

/** From here on a prediction is off by more than a reader would round away. */
const WORTH_TELLING = 0.005

/** Whether a prediction held: the intervals overlap, or they are narrower than anybody would tell apart. */
export function hasHeld({ relativeError, inside }: { relativeError: number; inside: boolean }): boolean {
  return inside || Math.abs(relativeError) < WORTH_TELLING
}

/** How a prediction fared: "7.95 % above; the intervals do not overlap". */
export function scoreWords({ relativeError, inside }: { relativeError: number; inside: boolean }): string {
  const size = Math.abs(relativeError)
  const error = `${formatShare(size)} ${relativeError >= 0 ? 'above' : 'below'}`
  if (inside) return `${error}; the intervals overlap`
  return `${error}; the intervals ${size < WORTH_TELLING ? 'are narrower still' : 'do not overlap'}`
}

/** Seconds for people: "8 s", "1 min 20 s". */
export function formatSeconds(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  const minutes = Math.floor(whole / 60)
  return minutes === 0 ? `${whole}${THIN_SPACE}s` : `${minutes}${THIN_SPACE}min ${whole % 60}${THIN_SPACE}s`
}

/** 12345 → "12,345". */
export function formatCount(count: number): string {
  return count.toLocaleString('en-GB')
}

/** How a circumstance of a series is said; one that is not listed is said by its name. */
const CIRCUMSTANCES: ReadonlyMap<string, (value: string | number) => string> = new Map([
  ['units', (value) => `${formatCount(Number(value))} at once`],
  ['stackKiB', (value) => `stack of ${formatBytes(Number(value) * 1024)}`],
  ['touchedPercent', (value) => `${value} % written`],
  ['placement', (value) => PLACEMENTS.get(value) ?? `placement ${value}`],
  ['flags', (value) => (value === 'none' ? 'no flag' : String(value))],
  ['handover', (value) => HANDOVERS.get(value) ?? `handover ${value}`],
  ['workingSetKiB', (value) => (value === 0 ? 'nothing touched' : `${value} KiB touched`)],
  ['ring', (value) => `${value} tasks`],
  ['workers', (value) => (value === 1 ? '1 worker' : `${value} workers`)],
  ['threads', (value) => `${value} threads`],
  ['actors', (value) => `${value} actors`],
  ['bytes', (value) => formatBytes(Number(value))],
  ['nice', (value) => `nice ${String(value).replace('-', '−')}`],
])

const PLACEMENTS: ReadonlyMap<string | number, string> = new Map([
  ['one-core', 'one core'],
  ['other-core', 'two cores'],
  ['spread', 'all cores'],
  ['free', 'free placement'],
])

/** What passing control to another task is: only where both have one core it is a context switch. */
const HANDOVERS: ReadonlyMap<string | number, string> = new Map([
  ['switch', 'one core: switch'],
  ['wake-up', 'two cores: cross-core wake-up'],
  ['free', 'free placement'],
  ['none', 'calls alone'],
])

/** A condition in words: "64 MiB in 4 KiB pages, one core". */
export function describeCondition(condition: Readonly<Record<string, string | number>>): string {
  const { parentMiB, pages, ...others } = condition
  const words: string[] = []
  if (parentMiB === 0) words.push('0 MiB')
  else if (parentMiB !== undefined) words.push(`${parentMiB} MiB in ${pages === 'huge' ? 'huge' : '4 KiB'} pages`)
  else if (pages !== undefined) words.push(`${pages === 'huge' ? 'huge' : '4 KiB'} pages`)
  return [
    ...words,
    ...Object.entries(others).map(([name, value]) => CIRCUMSTANCES.get(name)?.(value) ?? `${name} ${value}`),
  ].join(', ')
}
