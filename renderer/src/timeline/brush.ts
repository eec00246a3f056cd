import type { Ink } from './ink.ts'
import type { PixelSurface } from './PixelSurface.ts'
import type { SpanLooks } from './SpanLooks.ts'
import type { TimeWindow } from './time-window.ts'
import type { Spans } from './timeline.ts'

/** Where and with what a lane is drawn; everything in device pixels. */
export interface Brush {
  context: CanvasRenderingContext2D
  /** As large as the canvas: spans are filled here; frames and labels are drawn on the canvas, above them. */
  surface: PixelSurface
  looks: SpanLooks
  ink: Ink
  density: number
  window: TimeWindow
}

/** From where to where a lane's spans reach down the canvas. */
export interface Room {
  top: number
  height: number
}

/** Where a span begins and ends on the canvas; a little beyond it where it goes on. */
export function edgesOf(
  { window, surface: { width } }: Brush,
  { from, to }: Spans,
  index: number,
): [left: number, right: number] {
  const scale = width / (window.to - window.from)
  const left = Math.round(((from[index] ?? 0) - window.from) * scale)
  const right = Math.round(((to[index] ?? 0) - window.from) * scale)
  return [Math.max(-4, left), Math.min(width + 4, right)]
}
