const THIN_SPACE = '\u202f'
const UNITS = [
  { factor: 1e9, symbol: 's' },
  { factor: 1e6, symbol: 'ms' },
  { factor: 1e3, symbol: 'µs' },
  { factor: 1, symbol: 'ns' },
] as const
const NS = { factor: 1, symbol: 'ns' } as const

/** Where on a time axis something is, in more digits than a measured figure has: 4200000 → "4.2 ms". */
export function timeWords(nanoseconds: number): string {
  if (nanoseconds === 0) return `0${THIN_SPACE}s`
  const { factor, symbol } = UNITS.find((unit) => nanoseconds >= unit.factor) ?? NS
  return `${Number((nanoseconds / factor).toPrecision(7))}${THIN_SPACE}${symbol}`
}

/** From when to when, in one unit where both have the same: "3–5 ms". */
export function periodWords(from: number, to: number): string {
  const [start, end] = [timeWords(from), timeWords(to)]
  const [value = '', unit] = start.split(THIN_SPACE)
  return from === 0 || unit === end.split(THIN_SPACE)[1] ? `${value}–${end}` : `${start} to ${end}`
}

/** A round time as an axis names it, with the digits that tell it from its neighbours a `step` away. */
export function tickWords(nanoseconds: number, step: number, end: number): string {
  if (nanoseconds === 0) return '0'
  const { factor, symbol } = UNITS.find((unit) => end >= unit.factor) ?? NS
  const decimals = Math.max(0, Math.ceil(-Math.log10(step / factor) - 1e-9))
  return `${(nanoseconds / factor).toFixed(Math.min(9, decimals))}${THIN_SPACE}${symbol}`
}
