import { hatchTile, type Hatch } from './hatch.ts'
import type { Tile } from './PixelSurface.ts'

/** One colour of CSS, as opaque as asked for. */
export function plainTile(color: string, alpha = 1): Tile {
  return drawnTile(1, 1, (surface) => {
    surface.globalAlpha = alpha
    surface.fillStyle = color
    surface.fillRect(0, 0, 1, 1)
  })
}

export function hatchedTile(color: string, hatch: Hatch, density: number): Tile {
  const drawn = hatchTile(color, hatch, density)
  return drawn ? tileOf(drawn) : plainTile(color)
}

/** Dashes along an edge that runs across, or down. */
export function dashTile(color: string, runs: 'across' | 'down', density: number): Tile {
  const [dash, gap] = [Math.round(3 * density), Math.round(2 * density)]
  const across = runs === 'across'
  return drawnTile(across ? dash + gap : 1, across ? 1 : dash + gap, (surface) => {
    surface.fillStyle = color
    surface.fillRect(0, 0, across ? dash : 1, across ? 1 : dash)
  })
}

function drawnTile(width: number, height: number, draw: (surface: OffscreenCanvasRenderingContext2D) => void): Tile {
  const drawn = new OffscreenCanvas(width, height)
  const surface = drawn.getContext('2d')
  if (surface) draw(surface)
  return tileOf(drawn)
}

function tileOf(drawn: OffscreenCanvas): Tile {
  const { width, height } = drawn
  const image = drawn.getContext('2d')?.getImageData(0, 0, width, height)
  return { width, height, pixels: image ? new Uint32Array(image.data.buffer) : new Uint32Array(width * height) }
}
