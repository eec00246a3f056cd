/** A cost that grows evenly with something: a part that is always there, and a price for each unit of x. */
export interface Line {
  fixed: number
  perUnit: number
}

/** SIMULATED cost at `x`, in the unit of `fixed`. */
export function costAt({ fixed, perUnit }: Line, x: number): number {
  return fixed + perUnit * x
}
