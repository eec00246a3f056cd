import { formatSeconds } from '../../../../contract/figures.ts'

const THIN_SPACE = '\u202f'
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' })

/** By the clock of this machine, to the second: "12:03:04". */
export function clockSeconds(at: number): string {
  return clock.format(at)
}

/** By the clock of this machine; tenths tell samples apart, hundredths where they come faster: "12:03:04.2". */
export function clockWords(at: number, hertz = 10): string {
  const digits = hertz > 10 ? 2 : 1
  // Rounded down, as clocks do.
  const fraction = Math.floor((((at % 1000) + 1000) % 1000) / 10 ** (3 - digits))
  return `${clock.format(at)}.${String(fraction).padStart(digits, '0')}`
}

/** How long before another moment: "12.4 s", "1 min 20 s". */
export function distanceWords(milliseconds: number): string {
  const seconds = Math.max(0, milliseconds / 1000)
  return seconds < 59.95 ? `${seconds.toFixed(1)}${THIN_SPACE}s` : formatSeconds(seconds)
}

/** A round time on the clock within a window, every so many milliseconds. */
export function clockTicks(from: number, to: number, step: number): number[] {
  const first = Math.ceil(from / step)
  const last = Math.floor(to / step)
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => (first + index) * step)
}

/** A step at which a width in pixels has room for the labels of a time in milliseconds. */
export function tickStep(milliseconds: number, width: number): number {
  const rough = milliseconds / Math.max(1, Math.floor(width / 88))
  return [1000, 2000, 5000, 10_000, 30_000, 60_000].find((step) => step >= rough) ?? 60_000
}
