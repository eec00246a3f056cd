import { formatCount, formatShare, threeDigits } from '../../../../contract/figures.ts'
import { conditionKey, seriesKey } from '../../../../contract/series-key.ts'
import type { Interval, SeriesIdentity } from '../../../../contract/series.ts'
import { sharesByWeight } from '../../../../model/scheduler/contest.ts'
import { weightOf } from '../../../../model/scheduler/policies/nice-weights.ts'
import type { ShownRun } from '../../measuring/shown-run.ts'
import { outcomeWords } from '../../run/outcome-words.ts'

/** A share is stored as nanoseconds of one second. */
const WHOLE_NS = 1e9

/** What one thread got of all that the threads got; shares are of 1. */
export interface ShareBar {
  label: string
  nice: number
  weight: number
  /** By weight. */
  expected: number
  identity: SeriesIdentity
  /** Null while or where there is no figure; then `absence` says why, if it is known. */
  median: number | null
  interval: Interval
  count: number
  absence: string | null
}

/** "A nice 5" */
export function threadLabel(thread: string, nice: number): string {
  return `${thread} nice ${nice < 0 ? '−' : ''}${Math.abs(nice)}`
}

/** A bar for each thread of the run, in its order. None before a run is known: then nobody has a nice value yet. */
export function shareBars({ plan, series, experiment }: Pick<ShownRun, 'plan' | 'series' | 'experiment'>): ShareBar[] {
  const threads = [...new Map(plan.map((one) => [conditionKey(one.condition), one])).values()].flatMap((one) => {
    const { thread, nice } = one.condition
    return typeof thread === 'string' && typeof nice === 'number' ? [{ ...one, thread, nice }] : []
  })
  const expected = sharesByWeight(threads.map(({ nice }) => nice))
  return threads.map(({ id, condition, thread, nice }, index): ShareBar => {
    const identity = { id: id || (experiment.series[0]?.id ?? ''), part: 'share', condition }
    const view = series.get(seriesKey(identity))
    const summary = view?.summary ?? null
    return {
      label: threadLabel(thread, nice),
      nice,
      weight: weightOf(nice),
      expected: expected[index] ?? 0,
      identity,
      median: summary ? summary.median / WHOLE_NS : null,
      interval: summary ? [summary.interval[0] / WHOLE_NS, summary.interval[1] / WHOLE_NS] : [0, 0],
      count: summary?.count ?? 0,
      absence: view && !summary ? outcomeWords(view.outcome) : null,
    }
  })
}

/** "24.6 % [24.5–24.7]" */
export function measuredWords({ median, interval: [low, high] }: ShareBar): string {
  return median === null ? '' : `${formatShare(median)} [${threeDigits(low * 100)}–${threeDigits(high * 100)}]`
}

/** What the picture says of one bar. */
export function readShare(bar: ShareBar): string {
  const weights = `the weights say ${formatShare(bar.expected)} (weight ${formatCount(bar.weight)})`
  return bar.median === null
    ? `${bar.label}: ${bar.absence?.toLowerCase() ?? 'no samples yet'} · ${weights}`
    : `${bar.label}: MEASURED ${measuredWords(bar)} · ${weights} · ${formatCount(bar.count)} samples`
}

/** The picture in one sentence. */
export function sharesTwin(bars: readonly ShareBar[]): string {
  const known = bars.flatMap((bar) =>
    bar.median === null
      ? []
      : [`${bar.label} ${formatShare(bar.median)} against ${formatShare(bar.expected)} by weight`],
  )
  return known.length > 0 ? `Of what the threads got together: ${known.join('; ')}.` : 'No samples yet.'
}
