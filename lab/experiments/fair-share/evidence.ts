import { formatDuration } from '../../../contract/figures.ts'
import type { ProbeSamples } from '../../../contract/probe.ts'
import { isWholeTimeline, overlapping } from '../workload/evidence.ts'
import type { Contest } from './parameters.ts'
import { contestants } from './series.ts'

/** Two accounts of the same processor time may differ by this share, and by this much besides. */
const AGREEMENT_SHARE = 0.01
const AGREEMENT_NS = 1e6
/** The kernel's records hold what a hypervisor took as well; what is missing in them may be this share. */
const RECORDED_SHARE = 0.1

/** Why the evidence contradicts the times of a repetition, in a sentence without its subject; null where it agrees. */
export function contradiction(samples: ProbeSamples, contest: Contest, core: number): string | null {
  return (
    wronglyNice(samples) ??
    tooMuch(samples, contest) ??
    unaccounted(samples, contest) ??
    recordedElse(samples, contest, core)
  )
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
const near = (one: number, other: number): boolean =>
  Math.abs(one - other) <= Math.max(one, other) * AGREEMENT_SHARE + AGREEMENT_NS

function wronglyNice({ counts }: ProbeSamples): string | null {
  const wrong = counts['wrongNice'] ?? 0
  return wrong > 0 ? `ran ${wrong} of the threads with another nice value than was asked for` : null
}

/** One core has no more time than has passed. */
function tooMuch({ values }: ProbeSamples, { periodNs }: Contest): string | null {
  const got = sum(values['cpu'] ?? [])
  if (got <= periodNs * (1 + AGREEMENT_SHARE) + AGREEMENT_NS) return null
  return `used ${formatDuration(got)} of processor time within ${formatDuration(periodNs)}, which one core does not have`
}

/** The thread's clock of processor time against the kernel's account of it in schedstat. */
function unaccounted({ values }: ProbeSamples, { nice }: Contest): string | null {
  const { cpu = [], counted } = values
  const found = counted ? cpu.findIndex((one, i) => !near(one, counted[i] ?? 0)) : -1
  if (found < 0) return null
  return `used ${formatDuration(cpu[found] ?? 0)} in ${contestants(nice)[found]?.name} by its own clock, and ${formatDuration(counted?.[found] ?? 0)} by the kernel’s account`
}

function recordedElse(samples: ProbeSamples, { nice }: Contest, core: number): string | null {
  const { timeline, values } = samples
  if (!timeline || timeline.source !== 'kernel' || !isWholeTimeline(samples)) return null
  const { cpu = [], recorded = [] } = values
  const found = cpu.findIndex((one, i) => (recorded[i] ?? 0) < one * (1 - RECORDED_SHARE) - AGREEMENT_NS)
  if (found >= 0) {
    return `used ${formatDuration(cpu[found] ?? 0)} in ${contestants(nice)[found]?.name}, of which the kernel recorded ${formatDuration(recorded[found] ?? 0)}`
  }
  const stray = timeline.core.find((one) => one !== core)
  return stray === undefined ? overlapping(timeline) : `had a thread on core ${stray}, which it is kept from`
}
