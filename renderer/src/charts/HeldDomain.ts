import type { Quantity } from './quantity.ts'
import { roundDomain, type Spacing } from './value-scale.ts'

/** A domain that grows with what it has to hold but does not shrink while the same thing is shown, so that nothing jumps. */
export class HeldDomain {
  #of: unknown = null
  #low = Infinity
  #high = -Infinity

  /**
   * The round domain for values of a thing; another thing starts anew. Without values yet, `otherwise`.
   * What is not above 0 has no place on a logarithmic axis and is left out.
   */
  hold(
    of: unknown,
    values: readonly number[],
    otherwise: readonly [number, number],
    quantity: Pick<Quantity, 'base'>,
    spacing: Spacing = 'log',
  ): [number, number] {
    if (of !== this.#of) {
      this.#of = of
      this.#low = Infinity
      this.#high = -Infinity
    }
    const placed = values.filter((value) => Number.isFinite(value) && (spacing === 'linear' || value > 0))
    this.#low = Math.min(this.#low, ...placed)
    this.#high = Math.max(this.#high, ...placed)
    if (this.#low > this.#high) return [otherwise[0], otherwise[1]]
    return roundDomain(this.#low, this.#high, quantity, spacing)
  }
}
