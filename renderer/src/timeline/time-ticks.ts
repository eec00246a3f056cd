import type { Tick } from '../charts/value-scale.ts'
import { tickWords } from './time-words.ts'
import type { TimeWindow } from './time-window.ts'

/** Pixels that a label needs, with room around it. */
const LABEL_ROOM = 96

/** Round times in a window, as many as a width in pixels has room for. */
export function timeTicks({ from, to }: TimeWindow, width: number): Tick[] {
  const step = roundStep((to - from) / Math.max(1, Math.floor(width / LABEL_ROOM)))
  const first = Math.ceil(from / step - 1e-9)
  const last = Math.floor(to / step + 1e-9)
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => {
    const value = (first + index) * step
    return { value, label: tickWords(value, step, to) }
  })
}

/** The least of 1, 2 and 5 times a power of ten that is no less; whole nanoseconds. */
function roundStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, rough)))
  return ([1, 2, 5].find((step) => step * power >= rough * 0.9999) ?? 10) * power
}
