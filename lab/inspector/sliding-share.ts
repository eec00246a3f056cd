const WINDOW_MS = 1000

/** The share of one core that something took over the last second, from a counter of its CPU time. */
export class SlidingShare {
  readonly #readings: { atMs: number; spentMs: number }[] = []

  /** Adds a reading of the counter, and gives the share at this moment; 0 at the first. */
  add(atMs: number, spentMs: number): number {
    const readings = this.#readings
    readings.push({ atMs, spentMs })
    while ((readings[1]?.atMs ?? Infinity) <= atMs - WINDOW_MS) readings.shift()
    const first = readings[0]
    const elapsed = first ? atMs - first.atMs : 0
    if (!first || elapsed <= 0) return 0
    return Math.round(Math.max(0, (spentMs - first.spentMs) / elapsed) * 1e4) / 1e4
  }
}
