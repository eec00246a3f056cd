const MILLISECOND = 1e6

/** Nanoseconds as a field in milliseconds shows them: 2500000 → "2.5". */
export function asMilliseconds(nanoseconds: number): string {
  return String(Number((nanoseconds / MILLISECOND).toFixed(6)))
}

/** What was typed into a field in milliseconds, in whole nanoseconds; null for anything but a number from 0. */
export function fromMilliseconds(text: string): number | null {
  const value = text.trim() === '' ? Number.NaN : Number(text)
  return Number.isFinite(value) && value >= 0 && value <= 1e9 ? Math.round(value * MILLISECOND) : null
}
