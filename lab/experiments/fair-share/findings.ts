import {
  formatCount,
  formatDuration,
  formatDurationInterval,
  formatShare,
  threeDigits,
} from '../../../contract/figures.ts'
import { seriesKey } from '../../../contract/series-key.ts'
import type { Interval, Summary } from '../../../contract/series.ts'
import { readNiceValues, sharesByWeight } from '../../../model/scheduler/contest.ts'
import type { MeasuredRun } from '../experiment.ts'
import { contestants, threadSeries, WHOLE_NS, type Contestant, type PartId } from './series.ts'

interface Told {
  thread: Contestant
  /** Shares of 1. */
  share: number
  interval: Interval
  repetitions: number
  weights: number
}

/** That none of the threads had the core is worth a sentence from this share of the time on. */
const WORTH_TELLING = 0.005

/** What a run shows, in sentences computed from it: who got what, against the weights; how long turns were; what none of them had. */
export function findings(run: MeasuredRun): string[] {
  const told = sharesOf(run)
  return [headline(told), verdict(told), turns(run, told), nobodysTime(run), records(run)].filter(
    (sentence) => sentence !== null,
  )
}

function sharesOf({ parameters, series }: MeasuredRun): Told[] {
  const read = readNiceValues(String(parameters['nice'] ?? ''))
  if (!read.ok) return []
  const weights = sharesByWeight(read.nice)
  return contestants(read.nice).flatMap((thread, index): Told[] => {
    const summary = summaryOf(series, thread, 'share')
    if (!summary) return []
    const { median, interval, count } = summary
    return [
      {
        thread,
        share: median / WHOLE_NS,
        interval: [interval[0] / WHOLE_NS, interval[1] / WHOLE_NS],
        repetitions: count,
        weights: weights[index] ?? 0,
      },
    ]
  })
}

function summaryOf(series: MeasuredRun['series'], thread: Contestant, part: PartId): Summary | null {
  const key = seriesKey(threadSeries(thread, part))
  return series.find((one) => seriesKey(one) === key)?.summary ?? null
}

const niceWords = ({ nice }: Contestant): string => `nice ${nice < 0 ? '−' : ''}${Math.abs(nice)}`
const shareWords = ({ share, interval: [low, high] }: Told): string =>
  `${formatShare(share)} [${threeDigits(low * 100)}–${threeDigits(high * 100)}]`

/** The one that got the least tells most. */
function headline(told: readonly Told[]): string | null {
  const [first, ...others] = told
  if (!first) return null
  const least = others.reduce((one, other) => (other.share < one.share ? other : one), first)
  const alike = told.every(({ thread }) => thread.nice === first.thread.nice)
  if (alike) {
    const [low, high] = [Math.min(...told.map(({ share }) => share)), Math.max(...told.map(({ share }) => share))]
    return `${formatCount(told.length)} threads of the same nice value got from ${formatShare(low)} to ${formatShare(high)} each; the weights say ${formatShare(first.weights)}.`
  }
  return `${least.thread.name} (${niceWords(least.thread)}) got ${shareWords(least)} of what the threads got; the weights say ${formatShare(least.weights)}.`
}

/** Whether each got what its weight promises. Why one did not, no share tells. */
function verdict(told: readonly Told[]): string | null {
  if (told.length === 0) return null
  const clauses = told.map((one) => ({
    share: `${one.thread.name} (${niceWords(one.thread)}) ${shareWords(one)} where they promise ${formatShare(one.weights)}`,
    difference: differenceWords(one),
  }))
  if (clauses.every(({ difference }) => difference === NO_DIFFERENCE)) {
    return `Against the weights, no difference shown: ${clauses.map(({ share }) => share).join('; ')}.`
  }
  return `Against the weights: ${clauses.map(({ share, difference }) => `${share}, ${difference}`).join('; ')}.`
}

const NO_DIFFERENCE = 'no difference shown'

function differenceWords({ share, interval: [low, high], repetitions, weights }: Told): string {
  if (repetitions < 2) return 'no verdict from one repetition'
  if (low <= weights && weights <= high) return NO_DIFFERENCE
  return `${threeDigits(Math.abs(share - weights) * 100)} percentage points ${share < weights ? 'less' : 'more'}`
}

/** A slice is as long for everybody; who weighs more gets several in a row. */
function turns({ series, predictions }: MeasuredRun, told: readonly Told[]): string | null {
  const least = told.toSorted((a, b) => b.thread.nice - a.thread.nice)[0]
  const most = told.toSorted((a, b) => a.thread.nice - b.thread.nice)[0]
  if (!least || !most || least.thread.nice === most.thread.nice) return null
  const words = [most, least].flatMap(({ thread }) => {
    const summary = summaryOf(series, thread, 'turn')
    const key = seriesKey(threadSeries(thread, 'turn'))
    const said = predictions.find(({ of }) => seriesKey(of) === key)
    const simulated = said ? ` (SIMULATED ${formatDuration(said.value)})` : ''
    return summary
      ? [
          `${formatDurationInterval(summary.median, summary.interval)}${simulated} for ${thread.name} (${niceWords(thread)})`,
        ]
      : []
  })
  return words.length < 2 ? null : `A turn on the core took ${words.join(' and ')}.`
}

interface Account {
  cpuNs: number
  repetitions: number
}

function accounts({ observations }: MeasuredRun): Account[] {
  return observations.flatMap(({ name, about, facts }) =>
    name === 'counts' && about?.id === 'threads'
      ? [{ cpuNs: Number(facts['cpuNs'] ?? 0), repetitions: Number(facts['repetitions'] ?? 0) }]
      : [],
  )
}

/** Only the threads are recorded, so that nothing tells whose the core was meanwhile. */
function nobodysTime(run: MeasuredRun): string | null {
  const all = accounts(run)
  const passed = (all[0]?.repetitions ?? 0) * Number(run.parameters['period'] ?? 0) * 1e6
  if (!(passed > 0)) return null
  const share = 1 - all.reduce((sum, { cpuNs }) => sum + cpuNs, 0) / passed
  return share < WORTH_TELLING
    ? null
    : `None of the threads had the core for ${formatShare(share)} of the time. Possible reasons: other programs, interrupts, the hypervisor, a CPU quota. Shares are of what the threads got together.`
}

function records({ observations }: MeasuredRun): string | null {
  const source = observations.find(({ name }) => name === 'timeline-source')?.facts['source']
  if (source === 'threads') {
    return 'The kernel refused its records of switches: the timeline is what each thread saw itself.'
  }
  const facts = observations.find(({ name }) => name === 'recorded-repetition')?.facts
  const { cpuNs, recordedNs } = { cpuNs: Number(facts?.['cpuNs']), recordedNs: Number(facts?.['recordedNs']) }
  if (!(cpuNs > 0) || !(recordedNs > 0)) return null
  return `In the recorded repetition, the kernel’s records of who had the core and the threads’ clocks of processor time differ by ${formatShare(Math.abs(recordedNs / cpuNs - 1))}.`
}
