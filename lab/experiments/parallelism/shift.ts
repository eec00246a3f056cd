import { formatDuration } from '../../../contract/figures.ts'
import type { ProbeSamples } from '../../../contract/probe.ts'
import { isWholeTimeline } from '../workload/evidence.ts'
import { contradiction, type Expected } from './evidence.ts'
import { overlapIn, type Overlap } from './overlap.ts'

type Slices = NonNullable<ProbeSamples['timeline']>

/** A repetition that was recorded from start to end. */
export interface Shift {
  overlap: Overlap
  processorNs: number
  timeline: Slices
}

/** Of the processor time this share may be missing in the slices, and this much besides: as in a contest for one core. */
const MISSING_SHARE = 0.1
const MISSING_NS = 1e6

/**
 * Reads one; where it tells nothing of who had which core, a sentence without its subject says why. More time on cores than
 * processor time is no obstacle: what a hypervisor took is in the one alone.
 */
export function readShift(samples: ProbeSamples, expected: Expected): Shift | string {
  const { timeline, values } = samples
  const obstacle = contradiction(samples, expected, null) ?? lost(samples)
  if (obstacle !== null) return obstacle
  const elapsed = values['elapsed']?.[0]
  if (!timeline || elapsed === undefined) return 'has no timeline'
  const processorNs = values['processor']?.[0] ?? 0
  return uncovered(timeline, processorNs) ?? { overlap: overlapIn(timeline, elapsed), processorNs, timeline }
}

function lost(samples: ProbeSamples): string | null {
  const { lostRecords = 0, droppedSlices = 0, overlookedStays = 0 } = samples.counts
  return isWholeTimeline(samples) ? null : `lost ${lostRecords + droppedSlices + overlookedStays} of its records`
}

/** What workers see themselves lacks every interrupt, which the kernel charges to whoever has the core. */
function uncovered({ source, from, to }: Slices, processorNs: number): string | null {
  if (source !== 'kernel') return null
  const recorded = to.reduce((sum, end, i) => sum + end - (from[i] ?? 0), 0)
  return recorded < processorNs * (1 - MISSING_SHARE) - MISSING_NS
    ? `used ${formatDuration(processorNs)} of processor time, of which ${formatDuration(recorded)} were recorded`
    : null
}
