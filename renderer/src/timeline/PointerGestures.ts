/** What a mouse or fingers ask of a timeline; places are pixels from its left. */
export type Gesture =
  /** Move what is seen to the right by so many pixels. */
  { do: 'pan'; by: number } | { do: 'zoom'; factor: number; at: number } | { do: 'place'; at: number }

/** A pointer that moved less, in pixels, has tapped. */
const STILL = 4
/** Fingers closer together than this, in pixels, turn on the spot. */
const CLOSEST = 16

/** Follows the pointers that are held down: one drags or taps, two pinch. */
export class PointerGestures {
  readonly #held = new Map<number, number>()
  /** Where a single pointer went down; null once it has moved, or was one of two. */
  #tap: number | null = null

  down(id: number, x: number): void {
    this.#held.set(id, x)
    this.#tap = this.#held.size === 1 ? x : null
  }

  move(id: number, x: number): Gesture[] {
    const before = this.#held.get(id)
    if (before === undefined || (this.#tap !== null && Math.abs(x - this.#tap) < STILL)) return []
    this.#tap = null
    this.#held.set(id, x)
    const other = [...this.#held].find(([one]) => one !== id)?.[1]
    if (other === undefined) return [{ do: 'pan', by: x - before }]
    const [from, to] = [Math.abs(before - other), Math.abs(x - other)].map((apart) => Math.max(CLOSEST, apart))
    return [
      { do: 'pan', by: (x - before) / 2 },
      { do: 'zoom', factor: (from ?? 1) / (to ?? 1), at: (x + other) / 2 },
    ]
  }

  up(id: number, x: number): Gesture[] {
    const tapped = this.#tap !== null && this.#held.has(id)
    this.cancel(id)
    return tapped ? [{ do: 'place', at: x }] : []
  }

  cancel(id: number): void {
    this.#held.delete(id)
    this.#tap = null
  }
}
