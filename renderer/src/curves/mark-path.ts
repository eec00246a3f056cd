import type { Mark } from './curve.ts'

/** The outline of a mark around 0, all of them of about the same weight. */
export function markPath(mark: Mark): string {
  return {
    circle: 'M-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0z',
    square: 'M-4-4h8v8h-8z',
    triangle: 'M0-5.4L5.2 4h-10.4z',
    wedge: 'M0 5.4L5.2-4h-10.4z',
    plus: 'M-1.8-5.4h3.6v3.6h3.6v3.6h-3.6v3.6h-3.6v-3.6h-3.6v-3.6h3.6z',
  }[mark]
}
