export interface TimeTick {
  /** Nanoseconds. */
  value: number
  /** Null for the fine lines between the labelled ones. */
  label: string | null
}

const UNITS = [
  { factor: 1e9, symbol: 's' },
  { factor: 1e6, symbol: 'ms' },
  { factor: 1e3, symbol: 'µs' },
  { factor: 1, symbol: 'ns' },
] as const

/** Steps within a decade at which an axis may begin and end. */
const STEPS = [1, 2, 3, 5, 7, 10] as const

/** A round value as an axis names it: "20 µs", "1 s". */
export function tickLabel(nanoseconds: number): string {
  const { factor, symbol } = UNITS.find((unit) => nanoseconds >= unit.factor * 0.999) ?? { factor: 1, symbol: 'ns' }
  return `${Number((nanoseconds / factor).toPrecision(3))}\u202f${symbol}`
}

/** The narrowest domain with ends at 1, 2, 3, 5 or 7 times a power of ten that holds both values, a decade wide at least. */
export function roundDomain(low: number, high: number): [number, number] {
  const from = floorStep(low)
  return [from, Math.max(ceilStep(high), from * 10)]
}

/** Gridlines of a logarithmic axis: decades labelled, and their halves where there is room for more labels. */
export function timeTicks([low, high]: readonly [number, number]): TimeTick[] {
  const decades = Math.log10(high / low)
  const labelled: readonly number[] = decades > 3.2 ? [1] : decades > 1.5 ? [1, 2, 5] : [1, 2, 3, 5, 7]
  const ticks: TimeTick[] = []
  for (let power = 10 ** Math.floor(Math.log10(low * 1.0001)); power <= high; power *= 10) {
    for (let step = 1; step < 10; step++) {
      const value = step * power
      if (value < low * 0.999 || value > high * 1.001) continue
      ticks.push({ value, label: labelled.includes(step) ? tickLabel(value) : null })
    }
  }
  return ticks
}

/** A domain that grows with what it has to hold but does not shrink while the same thing is shown, so that nothing jumps. */
export class HeldDomain {
  #of: unknown = null
  #low = Infinity
  #high = -Infinity

  /** The domain for values of a thing; another thing starts anew. Without values yet, `otherwise`. */
  hold(of: unknown, values: readonly number[], otherwise: readonly [number, number]): [number, number] {
    if (of !== this.#of) {
      this.#of = of
      this.#low = Infinity
      this.#high = -Infinity
    }
    const positive = values.filter((value) => value > 0 && Number.isFinite(value))
    this.#low = Math.min(this.#low, ...positive)
    this.#high = Math.max(this.#high, ...positive)
    return this.#low <= this.#high ? roundDomain(this.#low, this.#high) : [otherwise[0], otherwise[1]]
  }
}

function floorStep(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value))
  const step = STEPS.findLast((one) => one * power <= value * 1.0001) ?? 1
  return step * power
}

function ceilStep(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value))
  const step = STEPS.find((one) => one * power >= value * 0.9999) ?? 10
  return step * power
}
