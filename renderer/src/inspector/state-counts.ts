import type { ThreadState } from '../../../contract/inspector-words.ts'
import type { InspectedRow } from './history/frame-history.ts'

/** How many of these threads are in each state; states that none is in are left out. */
export function stateCounts(threads: readonly InspectedRow[]): ReadonlyMap<ThreadState, number> {
  const counts = new Map<ThreadState, number>()
  for (const { state } of threads) counts.set(state, (counts.get(state) ?? 0) + 1)
  return counts
}
