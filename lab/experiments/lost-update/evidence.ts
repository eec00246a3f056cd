import { formatCount } from '../../../contract/figures.ts'
import type { ProbeSamples } from '../../../contract/probe.ts'
import { isCure, type Placement } from './series.ts'

export interface RaceCounts {
  races?: number
  increments?: number
  /** Increments that the counter does not know of, in all races. */
  lost?: number
  /** Races whose counter says more than was added. */
  beyondAll?: number
  /** Threads that were seen on a core that is not theirs. */
  misplaced?: number
}

/** Why the figures of a block must not be believed, in a sentence without its subject; null where nothing speaks against them. */
export function contradiction(
  { series, values, counts }: Pick<ProbeSamples, 'series' | 'values' | 'counts'>,
  { expected, placement }: { expected: number; placement: Placement },
): string | null {
  const { races = 0, increments = 0, lost = 0, beyondAll = 0, misplaced = 0 }: RaceCounts = counts
  if (increments !== races * expected)
    return `made ${formatCount(increments)} increments in ${races} races, not ${formatCount(races * expected)}`
  if (beyondAll > 0) return `counted more than was added, in ${beyondAll} of ${races} races`
  if (misplaced > 0) return `ran on other cores than were asked for (${placement}), ${misplaced} threads of them`
  const sum = (values['lost'] ?? []).reduce((total, one) => total + one, 0)
  if (sum !== lost) return `lost ${formatCount(sum)} updates by its samples and ${formatCount(lost)} by its counts`
  if (lost > 0 && isCure(series))
    return `lost ${formatCount(lost)} updates, which it cannot: this machine, its compiler or the lab has a fault`
  return null
}
