import { describe, expect, it } from 'vitest'
import { PixelSurface, type Tile } from './PixelSurface.ts'

const ONE: Tile = { width: 1, height: 1, pixels: Uint32Array.of(1) }
const CHECKED: Tile = { width: 2, height: 2, pixels: Uint32Array.of(1, 2, 3, 4) }

const rows = ({ width, height, pixels }: PixelSurface): number[][] =>
  Array.from({ length: height }, (_, y) => [...pixels.subarray(y * width, (y + 1) * width)])

describe('PixelSurface', () => {
  it('fills a rectangle and nothing around it', () => {
    const surface = new PixelSurface(4, 3)
    surface.fill(ONE, 1, 1, 2, 1)
    expect(rows(surface)).toEqual([
      [0, 0, 0, 0],
      [0, 1, 1, 0],
      [0, 0, 0, 0],
    ])
  })

  it('repeats a tile from the surface’s corner, so that neighbours join without a seam', () => {
    const [once, twice] = [new PixelSurface(5, 2), new PixelSurface(5, 2)]
    once.fill(CHECKED, 0, 0, 5, 2)
    twice.fill(CHECKED, 0, 0, 3, 2)
    twice.fill(CHECKED, 3, 0, 2, 2)
    expect(rows(once)[0]).toEqual([1, 2, 1, 2, 1])
    expect(rows(twice)).toEqual(rows(once))
  })

  it.each([
    ['before it', -3, -3, 2, 2],
    ['after it', 9, 9, 2, 2],
    ['of no size', 1, 1, 0, 5],
  ])('leaves out a rectangle that lies %s', (_, left, top, width, height) => {
    const surface = new PixelSurface(4, 4)
    surface.fill(ONE, left, top, width, height)
    expect(surface.pixels.every((pixel) => pixel === 0)).toBe(true)
  })

  it('cuts off what reaches beyond it, on every side', () => {
    const surface = new PixelSurface(2, 2)
    surface.fill(ONE, -4, -4, 10, 10)
    expect([...surface.pixels]).toEqual([1, 1, 1, 1])
  })

  it('is empty again when it is cleared', () => {
    const surface = new PixelSurface(2, 2)
    surface.fill(ONE, 0, 0, 2, 2)
    surface.clear()
    expect([...surface.pixels]).toEqual([0, 0, 0, 0])
  })
})
