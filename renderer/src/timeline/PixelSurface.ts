/** What a surface is filled with by repetition, from its corner on: pixels as an image has them. */
export interface Tile {
  width: number
  height: number
  pixels: Uint32Array
}

/**
 * A canvas as memory. A timeline may have ten thousand rectangles in a frame, hatched and some of them a pixel wide; a canvas
 * takes twenty times as long for them as it takes to write their pixels and to hand them over at once.
 */
export class PixelSurface {
  readonly width: number
  readonly height: number
  readonly pixels: Uint32Array
  readonly #bytes: Uint8ClampedArray<ArrayBuffer>

  /** Empty. */
  constructor(width: number, height: number) {
    this.width = width
    this.height = height
    const buffer = new ArrayBuffer(width * height * 4)
    this.pixels = new Uint32Array(buffer)
    this.#bytes = new Uint8ClampedArray(buffer)
  }

  clear(): void {
    this.pixels.fill(0)
  }

  /** Fills a rectangle, as far as it is on the surface, in place of what was there. */
  fill(tile: Tile, left: number, top: number, width: number, height: number): void {
    const [start, end] = [Math.max(0, left), Math.min(this.width, left + width)]
    const bottom = Math.min(this.height, top + height)
    const { pixels } = this
    for (let y = Math.max(0, top); y < bottom; y++) {
      const row = (y % tile.height) * tile.width
      let column = start % tile.width
      for (let place = y * this.width + start, last = y * this.width + end; place < last; place++) {
        pixels[place] = tile.pixels[row + column] ?? 0
        if (++column === tile.width) column = 0
      }
    }
  }

  /** Puts all of it onto a canvas, in place of what was there. */
  putOn(context: CanvasRenderingContext2D): void {
    if (this.width > 0 && this.height > 0) context.putImageData(new ImageData(this.#bytes, this.width), 0, 0)
  }
}
