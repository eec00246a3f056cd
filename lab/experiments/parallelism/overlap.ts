import type { TimelineSlices } from '../../../contract/timeline.ts'

/** For how long none, one, or two and more of the workers had a core, out of a timeline. */
export interface Overlap {
  elapsedNs: number
  /** At least one had a core. */
  someNs: number
  /** Two or more had one at the same time. */
  severalNs: number
  /** The most that had one at the same time. */
  most: number
}

/** Goes through all beginnings and ends in the order of time. Where one slice ends as another begins, they do not overlap. */
export function overlapIn({ from, to }: Pick<TimelineSlices, 'from' | 'to'>, elapsedNs: number): Overlap {
  const edges = [...from.map((at) => ({ at, change: 1 })), ...to.map((at) => ({ at, change: -1 }))].sort(
    (a, b) => a.at - b.at || a.change - b.change,
  )
  const overlap: Overlap = { elapsedNs, someNs: 0, severalNs: 0, most: 0 }
  let running = 0
  let last = 0
  for (const { at, change } of edges) {
    if (running > 0) overlap.someNs += at - last
    if (running > 1) overlap.severalNs += at - last
    running += change
    overlap.most = Math.max(overlap.most, running)
    last = at
  }
  return overlap
}
