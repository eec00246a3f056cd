import type { Nanoseconds } from './workload.ts'

/** How many decimal places each unit of time has down to the nanosecond. */
const PLACES: ReadonlyMap<string, number> = new Map([
  ['ns', 0],
  ['µs', 3],
  // The Greek letter looks the same and is another character.
  ['μs', 3],
  ['us', 3],
  ['ms', 6],
  ['s', 9],
])

export const TIME_UNITS = 'ns, µs (or us), ms or s'

/** A decimal number with a unit in nanoseconds, exactly; null where the unit is none or the number is finer than one. */
export function nanoseconds(number: string, unit: string): Nanoseconds | null {
  const places = PLACES.get(unit)
  if (places === undefined) return null
  const [whole = '', fraction = ''] = number.split('.')
  const digits = fraction.replace(/0+$/, '')
  return digits.length > places ? null : Number(whole + digits.padEnd(places, '0'))
}

export function isTimeUnit(unit: string): boolean {
  return PLACES.has(unit)
}

/** A duration as it is written in a workload, exact: 1500000 → "1.5 ms". */
export function writeDuration(duration: Nanoseconds): string {
  const digits = String(duration)
  const [unit, places] = (
    [
      ['s', 9],
      ['ms', 6],
      ['µs', 3],
    ] as const
  ).find(([, decimals]) => digits.length > decimals) ?? ['ns', 0]
  const whole = digits.slice(0, digits.length - places)
  const fraction = digits.slice(digits.length - places).replace(/0+$/, '')
  return `${whole}${fraction ? `.${fraction}` : ''} ${unit}`
}
