/** How a hatched surface looks: a tint beneath lines. */
export interface Hatch {
  /** Of the tint, 0 to 1. */
  tint: number
  lines: 'rising' | 'falling' | 'level' | 'crossed' | 'none'
  /** Between lines, in pixels. */
  spacing: number
}

/** Tasks that share a core differ by their hatching. */
export const TASK_HATCHES: readonly Hatch[] = [
  { tint: 0.34, lines: 'rising', spacing: 5 },
  { tint: 0.08, lines: 'falling', spacing: 7 },
  { tint: 0.2, lines: 'crossed', spacing: 8 },
  { tint: 0.06, lines: 'level', spacing: 5 },
]

/** Tasks that share a core differ by their lightness where they are solid. */
export const TASK_TINTS: readonly number[] = [1, 0.35, 0.6, 0.2]

/** A pattern of one colour on nothing, crisp at any density. */
export function hatchPattern(
  context: CanvasRenderingContext2D,
  color: string,
  hatch: Hatch,
  density: number,
): CanvasPattern | string {
  const tile = hatchTile(color, hatch, density)
  return tile ? (context.createPattern(tile, 'repeat') ?? color) : color
}

/** What a hatched surface is made of by repetition; null where there is nothing to draw on. */
export function hatchTile(color: string, { tint, lines, spacing }: Hatch, density: number): OffscreenCanvas | null {
  const size = Math.max(4, Math.round(spacing * density))
  const tile = new OffscreenCanvas(size, size)
  const surface = tile.getContext('2d')
  if (!surface) return null
  surface.fillStyle = color
  surface.strokeStyle = color
  surface.globalAlpha = tint
  surface.fillRect(0, 0, size, size)
  surface.globalAlpha = 0.75
  surface.lineWidth = Math.max(1, density)
  surface.beginPath()
  // Lines run over the corners, so that tiles join without a gap.
  for (const shift of [-size, 0, size]) {
    if (lines === 'rising' || lines === 'crossed') {
      surface.moveTo(shift - 1, size + 1)
      surface.lineTo(shift + size + 1, -1)
    }
    if (lines === 'falling' || lines === 'crossed') {
      surface.moveTo(shift - 1, -1)
      surface.lineTo(shift + size + 1, size + 1)
    }
  }
  if (lines === 'level') {
    surface.moveTo(0, size / 2)
    surface.lineTo(size, size / 2)
  }
  surface.stroke()
  return tile
}
