import type { Decision } from '../../../model/scheduler/schedule.ts'

/** The latest decision at a time or before it; −1 where none was made until then. Decisions stand in the order of time. */
export function decisionAt(decisions: readonly Decision[], time: number): number {
  let low = 0
  let high = decisions.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((decisions[middle]?.at ?? Infinity) <= time) low = middle + 1
    else high = middle
  }
  return low - 1
}
