/** Which share of the samples lies below a value, read off quantiles at evenly spaced probabilities. */
export function shareBelow(ecdf: readonly number[], value: number): number {
  const steps = ecdf.length - 1
  if (steps < 1) return Number.NaN
  const above = ecdf.findIndex((quantile) => quantile > value)
  if (above === -1) return 1
  if (above === 0) return 0
  const low = ecdf[above - 1] ?? value
  const high = ecdf[above] ?? value
  return (above - 1 + (value - low) / (high - low)) / steps
}

/** The value below which a share of the samples lies: the nearest of the quantiles that there are. */
export function valueAt(ecdf: readonly number[], share: number): number | null {
  return ecdf[Math.round(share * (ecdf.length - 1))] ?? null
}
