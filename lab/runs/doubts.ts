import { formatCount, formatDuration, formatShare } from '../../contract/figures.ts'
import { seriesKey } from '../../contract/series-key.ts'
import type { Series, Summary } from '../../contract/series.ts'
import type { Warning } from '../../contract/warning.ts'
import type { Recording } from '../procedure/recording.ts'
import { FEWEST_BLOCKS_TO_RESAMPLE } from '../statistics/bootstrap.ts'
import { medianIntervalIfIndependent } from '../statistics/independent-interval.ts'
import { sortSamples } from '../statistics/quantile.ts'

export interface Circumstances {
  series: readonly Series[]
  recordings: readonly Recording[]
  /** The part that spans a whole operation: noise is judged on it alone. */
  whole: string
  /** The relative half-width that was aimed at. */
  target: number
  /** Share of processor time that the hypervisor gave to others during the run; null where unknown. */
  stealShare: number | null
}

const FEWEST_SAMPLES = 30
/** Readings that agree with each other. */
const FEWEST_STEADY = 3
/** Below this many samples a block, blocks cannot be told from their samples. */
const FEWEST_PER_BLOCK = 4

/**
 * Blocks differ too much when their interval is this many times as wide as independent samples would have it. Where all of
 * the spread lies between blocks of m samples, that factor is √m at most, so small blocks are judged by less than 3.
 */
function blockEffectLimit(samplesPerBlock: number): number {
  return Math.min(3, 0.75 * Math.sqrt(samplesPerBlock))
}
const STEAL_LIMIT = 0.005
/** A clock is fine enough when its resolution is below this share of the smallest median, times its batch. */
const CLOCK_SHARE = 0.01

/** The reasons to read the figures of a run with care, one warning a kind, the worst series named. */
export function doubts(circumstances: Circumstances): Warning[] {
  return [
    ...tooFewSamples(circumstances),
    ...noisyMachine(circumstances),
    ...clockTooCoarse(circumstances),
    ...limitsReached(circumstances),
  ]
}

function tooFewSamples({ series, target }: Circumstances): Warning[] {
  const scarce = series.filter(
    ({ unit, summary, blocks }) =>
      summary &&
      (summary.count < FEWEST_SAMPLES || blocks.length < FEWEST_BLOCKS_TO_RESAMPLE) &&
      !(unit !== 'ns' && isSteady(summary, target)),
  )
  const worst = scarce.reduce<Series | null>(
    (least, one) => (one.samples.length < (least?.samples.length ?? Infinity) ? one : least),
    null,
  )
  if (!worst) return []
  return [
    {
      kind: 'too-few-samples',
      about: seriesKey(worst),
      message: `${scarce.length} of ${series.length} figures rest on few samples, the fewest on ${worst.samples.length} in ${worst.blocks.length} rounds.`,
      advice: 'Give it more time with a larger budget, or choose fewer series and sizes.',
    },
  ]
}

/** The kernel's accounts of memory, and counts of what never happens, come out the same again and again: then a few are enough. */
function isSteady({ min, max, median, count }: Summary, target: number): boolean {
  return count >= FEWEST_STEADY && max - min <= target * median
}

const halfWidth = ([low, high]: readonly [number, number]): number => (high - low) / 2

function noisyMachine({ series, whole, target, stealShare }: Circumstances): Warning[] {
  const noisy = series.flatMap((one) => {
    if (!one.summary || one.samples.length < FEWEST_SAMPLES || one.part !== whole) return []
    const perBlock = one.samples.length / one.blocks.length
    if (perBlock < FEWEST_PER_BLOCK) return []
    // What is known to which share of 0, or of less, cannot be said.
    if (one.summary.median <= 0) return []
    const width = halfWidth(one.summary.interval)
    const share = width / one.summary.median
    const alone = halfWidth(medianIntervalIfIndependent(sortSamples(one.samples)))
    return share > target && width > blockEffectLimit(perBlock) * alone ? [{ one, share }] : []
  })
  const advice =
    'Close other programs, keep the machine on mains power, and run it again; a longer budget averages over more of the drift.'
  const worst = noisy.sort((a, b) => b.share - a.share)[0]
  const warnings: Warning[] = []
  if (worst) {
    warnings.push({
      kind: 'noisy-machine',
      about: seriesKey(worst.one),
      message: `The rounds of ${noisy.length} series differ more than their own samples explain; the worst median is known to ± ${formatShare(worst.share)} only.`,
      advice,
    })
  }
  if (stealShare !== null && stealShare > STEAL_LIMIT) {
    warnings.push({
      kind: 'noisy-machine',
      message: `The hypervisor gave ${formatShare(stealShare)} of this machine’s processor time to others during the run.`,
      advice: 'Run it at a quieter time, or on a machine of its own.',
    })
  }
  return warnings
}

function clockTooCoarse({ recordings, series }: Circumstances): Warning[] {
  for (const { subject } of recordings) {
    const timed = series.flatMap(({ id, unit, summary, batch }) =>
      id === subject.id && unit === 'ns' && summary ? [{ figure: summary.median, sample: summary.median * batch }] : [],
    )
    const [smallest] = timed.sort((a, b) => a.sample - b.sample)
    if (!smallest || subject.clockResolutionNs <= smallest.sample * CLOCK_SHARE) continue
    const { figure, sample } = smallest
    const inBatches = sample === figure ? '' : ` in samples of ${formatDuration(sample)}`
    return [
      {
        kind: 'clock-too-coarse',
        message: `The clock ticks every ${formatDuration(subject.clockResolutionNs)}, the smallest figure of ${subject.id} is ${formatDuration(figure)}${inBatches}.`,
        advice:
          'Read small figures as upper bounds; a machine whose clock source is the processor’s own counter does better.',
      },
    ]
  }
  return []
}

function limitsReached({ recordings }: Circumstances): Warning[] {
  return recordings.flatMap(({ subject, stop }) =>
    stop
      ? [
          {
            kind: 'limit-reached' as const,
            about: seriesKey({ id: subject.id, part: subject.whole, condition: subject.condition }),
            message: `${subject.id} stopped after ${formatCount(stop.count)} operations: ${stop.call} failed with ${stop.errno} (${stop.message}).`,
            advice:
              'Look at the limits on processes on the Machine page (ulimit -u, pid_max, the cgroup’s pids.max) and raise the one that is met.',
          },
        ]
      : [],
  )
}
