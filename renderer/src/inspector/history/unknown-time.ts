import { hatchPattern, type Hatch } from '../../timeline/hatch.ts'
import type { Surface } from './surface.ts'

const HATCH: Hatch = { tint: 0.1, lines: 'rising', spacing: 6 }

/** Draws, from one column of pixels to another, that nothing is known of this time: it was not sampled. */
export function paintUnknown(surface: Surface, left: number, right: number, height: number): void {
  if (right <= left) return
  const { context, ink, density } = surface
  context.clearRect(left, 0, right - left, height)
  context.globalAlpha = 0.4
  context.fillStyle = hatchPattern(context, ink.kernel, HATCH, density)
  context.fillRect(left, 0, right - left, height)
  context.globalAlpha = 1
}
