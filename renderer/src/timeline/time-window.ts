/** The part of the time axis that is seen; nanoseconds, `from` before `to`. */
export interface TimeWindow {
  from: number
  to: number
}

/** The narrowest window: nanoseconds are whole. */
const NARROWEST = 20

/** All of a timeline that ends at `end`. */
export function wholeWindow(end: number): TimeWindow {
  return { from: 0, to: Math.max(end, NARROWEST) }
}

/** The window `factor` times as wide, with the time `at` where it was. */
export function zoomed({ from, to }: TimeWindow, factor: number, at: number, end: number): TimeWindow {
  const whole = wholeWindow(end)
  const width = Math.min(whole.to, Math.max(NARROWEST, (to - from) * factor))
  const share = Math.min(1, Math.max(0, (at - from) / (to - from)))
  return placed(at - share * width, width, whole.to)
}

/** The window moved by so many nanoseconds, as far as there is something to see. */
export function panned({ from, to }: TimeWindow, by: number, end: number): TimeWindow {
  return placed(from + by, to - from, wholeWindow(end).to)
}

/** The window moved just so far that the time `at` is in it, with some of what is around it. */
export function revealing(window: TimeWindow, at: number, end: number): TimeWindow {
  if (at >= window.from && at <= window.to) return window
  const width = window.to - window.from
  return placed(at < window.from ? at - width * 0.1 : at - width * 0.9, width, wholeWindow(end).to)
}

function placed(from: number, width: number, end: number): TimeWindow {
  const start = Math.min(Math.max(0, from), Math.max(0, end - width))
  return { from: start, to: start + width }
}
