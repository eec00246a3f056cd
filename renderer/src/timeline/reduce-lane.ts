import { firstEndingAfter } from './span-search.ts'
import type { TimeWindow } from './time-window.ts'
import { TONES, type Spans } from './timeline.ts'

/** What of a lane is to be drawn at a width in pixels. */
export interface ReducedLane {
  /** Spans wide enough to be drawn each, in the order of time; `boxCount` of them. */
  boxes: Int32Array
  boxCount: number
  /** What the narrower ones cover: for each pixel, for each tone, a share from 0 to 1. */
  columns: Float32Array
  hasColumns: boolean
}

/** Narrower spans, in pixels, are not told apart. */
const NARROW = 2

/** Reduces the spans of a lane to what a row of `width` pixels can show of a window: linear in the spans seen, whatever their number. */
export function reduceLane(spans: Spans, window: TimeWindow, width: number): ReducedLane {
  const tones = TONES.length
  const boxes = new Int32Array(Math.ceil(width / NARROW) + 2)
  const columns = new Float32Array(width * tones)
  const scale = width / (window.to - window.from)
  const { count, from, to, tone } = spans
  let boxCount = 0
  let hasColumns = false
  for (let index = firstEndingAfter(spans, window.from); index < count; index++) {
    const start = from[index] ?? 0
    if (start >= window.to) break
    const left = Math.max(0, (start - window.from) * scale)
    const right = Math.min(width, ((to[index] ?? 0) - window.from) * scale)
    if (right - left >= NARROW) {
      boxes[boxCount++] = index
      continue
    }
    hasColumns = true
    const kind = tone[index] ?? 0
    for (let pixel = Math.floor(left); pixel < right; pixel++) {
      const place = pixel * tones + kind
      columns[place] = (columns[place] ?? 0) + Math.min(right, pixel + 1) - Math.max(left, pixel)
    }
  }
  return { boxes, boxCount, columns, hasColumns }
}
