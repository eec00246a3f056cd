import type { TimeWindow } from '../../timeline/time-window.ts'
import type { FrameHistory } from './frame-history.ts'

/** So much of the past is shown in the pictures, in milliseconds. */
export const SHOWN_MS = 30_000

/** The time that is shown: up to the newest sample, or with the moment that is looked at in its middle. Null without samples. */
export function shownWindow({ from, to }: Pick<FrameHistory, 'from' | 'to'>, at: number | null): TimeWindow | null {
  if (Number.isNaN(to)) return null
  if (at === null) return { from: to - SHOWN_MS, to }
  const end = Math.min(to, Math.max(at + SHOWN_MS / 2, from + SHOWN_MS))
  return { from: end - SHOWN_MS, to: end }
}
