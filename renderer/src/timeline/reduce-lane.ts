import { BLOCK, blockSums } from './lane-sums.ts'
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

/**
 * Reduces the spans of a lane to what a row of `width` pixels can show of a window. Pixel by pixel, whole blocks of spans at
 * once: a lane costs some dozens of steps a pixel, however many spans it has.
 */
export function reduceLane(spans: Spans, window: TimeWindow, width: number): ReducedLane {
  const tones = TONES.length
  const boxes = new Int32Array(Math.ceil(width / NARROW) + 2)
  const columns = new Float32Array(width * tones)
  const sums = blockSums(spans)
  const scale = width / (window.to - window.from)
  const wide = NARROW / scale
  const { count, from, to, tone } = spans
  let index = firstEndingAfter(spans, window.from)
  let boxCount = 0
  let hasColumns = false
  for (let pixel = 0; pixel < width; pixel++) {
    const start = window.from + pixel / scale
    const end = pixel === width - 1 ? window.to : window.from + (pixel + 1) / scale
    while (index < count) {
      const left = from[index] ?? 0
      if (left >= end) break
      if (sums && index % BLOCK === 0 && left >= start && (to[index + BLOCK - 1] ?? Infinity) <= end) {
        const block = (index / BLOCK) * tones
        for (let kind = 0; kind < tones; kind++) add(columns, pixel * tones + kind, (sums[block + kind] ?? 0) * scale)
        hasColumns = true
        index += BLOCK
        continue
      }
      const right = to[index] ?? 0
      if (Math.min(right, window.to) - Math.max(left, window.from) >= wide) {
        if (boxCount === 0 || boxes[boxCount - 1] !== index) boxes[boxCount++] = index
      } else {
        hasColumns = true
        add(columns, pixel * tones + (tone[index] ?? 0), (Math.min(right, end) - Math.max(left, start)) * scale)
      }
      // It goes on in the next pixel.
      if (right > end) break
      index += 1
    }
  }
  return { boxes, boxCount, columns, hasColumns }
}

function add(columns: Float32Array, place: number, share: number): void {
  columns[place] = (columns[place] ?? 0) + share
}
