import type { Quantity } from './quantity.ts'

/** Where an axis has a line, and what stands there. */
export interface Tick {
  value: number
  /** Null for the fine lines between the labelled ones. */
  label: string | null
}

/** How values are laid out along an axis. */
export type Spacing = 'linear' | 'log'

type Domain = [low: number, high: number]

/** Steps within a decade at which an axis may begin and end. */
const STEPS = [1, 2, 3, 5, 7, 10] as const
/** As many labels as an axis of powers of two or a linear one has room for. */
const MOST_LABELS = 9
const LINEAR_LABELS = 6

/** The narrowest round domain that holds both values, for an axis that counts a quantity. */
export function roundDomain(low: number, high: number, { base }: Pick<Quantity, 'base'>, spacing: Spacing): Domain {
  if (spacing === 'linear') return linearDomain(low, high, base)
  return base === 10 ? decimalDomain(low, high) : binaryDomain(low, high)
}

/** The lines of an axis over a round domain. */
export function ticksOf(domain: readonly [number, number], quantity: Quantity, spacing: Spacing): Tick[] {
  if (spacing === 'linear') return linearTicks(domain, quantity)
  return quantity.base === 10 ? decimalTicks(domain, quantity) : binaryTicks(domain, quantity)
}

/** Ends at 1, 2, 3, 5 or 7 times a power of ten, a decade wide at least. */
function decimalDomain(low: number, high: number): Domain {
  const from = floorStep(low)
  return [from, Math.max(ceilStep(high), from * 10)]
}

/** Ends at powers of two, a factor of 8 wide at least. */
function binaryDomain(low: number, high: number): Domain {
  const from = Math.floor(Math.log2(low * 1.0001))
  return [2 ** from, 2 ** Math.max(Math.ceil(Math.log2(high * 0.9999)), from + 3)]
}

/** From 0, or from below it where there are negative values, to a round value beyond the greatest. */
function linearDomain(low: number, high: number, base: 2 | 10): Domain {
  const step = linearStep(Math.max(high, 0) - Math.min(low, 0), base)
  return [Math.floor(Math.min(low, 0) / step + 0.0001) * step, Math.ceil(Math.max(high, step) / step - 0.0001) * step]
}

/** Decades labelled, and their halves where there is room for more labels. */
function decimalTicks([low, high]: readonly [number, number], { tick }: Quantity): Tick[] {
  const decades = Math.log10(high / low)
  const labelled: readonly number[] = decades > 3.2 ? [1] : decades > 1.5 ? [1, 2, 5] : [1, 2, 3, 5, 7]
  const ticks: Tick[] = []
  for (let power = 10 ** Math.floor(Math.log10(low * 1.0001)); power <= high; power *= 10) {
    for (let step = 1; step < 10; step++) {
      const value = step * power
      if (value < low * 0.999 || value > high * 1.001) continue
      ticks.push({ value, label: labelled.includes(step) ? tick(value) : null })
    }
  }
  return ticks
}

/** Every power of two has a line; every one, every second, fourth… a label: 4 KiB, 16 KiB, 64 KiB. */
function binaryTicks([low, high]: readonly [number, number], { tick }: Quantity): Tick[] {
  const from = Math.ceil(Math.log2(low * 0.999))
  const to = Math.floor(Math.log2(high * 1.001))
  let every = 1
  while ((to - from) / every >= MOST_LABELS) every *= 2
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => {
    const power = from + index
    return { value: 2 ** power, label: power % every === 0 ? tick(2 ** power) : null }
  })
}

function linearTicks([low, high]: readonly [number, number], { tick, base }: Quantity): Tick[] {
  const step = linearStep(high - low, base)
  const from = Math.round(low / step)
  return Array.from({ length: Math.round((high - low) / step) + 1 }, (_, index) => {
    const value = (from + index) * step
    return { value, label: value === 0 ? '0' : tick(value) }
  })
}

function linearStep(span: number, base: 2 | 10): number {
  const rough = Math.max(span, Number.MIN_VALUE) / LINEAR_LABELS
  if (base === 2) return 2 ** Math.ceil(Math.log2(rough * 0.9999))
  const power = 10 ** Math.floor(Math.log10(rough))
  return ([1, 2, 5, 10].find((step) => step * power >= rough * 0.9999) ?? 10) * power
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
