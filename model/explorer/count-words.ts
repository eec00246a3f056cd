const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹'
const LARGEST_IN_FULL = 10n ** 12n

/** A number of schedules for people: in full up to a million million, then to three digits and a power of ten. */
export function countWords(count: bigint): string {
  if (count < LARGEST_IN_FULL) return count.toLocaleString('en-GB')
  const digits = count.toString()
  const exponent = digits.length - 1
  const rounded = Math.round(Number(digits.slice(0, 4)) / 10)
  const [mantissa, power] = rounded === 1000 ? [100, exponent + 1] : [rounded, exponent]
  const raised = [...String(power)].map((digit) => SUPERSCRIPTS[Number(digit)] ?? '').join('')
  return `${(mantissa / 100).toFixed(2)} × 10${raised}`
}

/** What part of all schedules these are, 0 to 1, to nine digits, however many there are; 0 of none. */
export function partOf(part: bigint, all: bigint): number {
  return all === 0n ? 0 : Number((part * 1_000_000_000n) / all) / 1e9
}
