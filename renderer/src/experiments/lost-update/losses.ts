import { describeCondition, formatCount, formatShare, threeDigits } from '../../../../contract/figures.ts'
import { conditionKey, seriesKey } from '../../../../contract/series-key.ts'
import type { Interval, SeriesIdentity } from '../../../../contract/series.ts'
import type { ShownRun } from '../../measuring/shown-run.ts'
import { outcomeWords } from '../../run/outcome-words.ts'

/** How much the races of one series lost under one condition; shares are of all increments of a race. */
export interface Loss {
  identity: SeriesIdentity
  /** "plain, 2 threads, one core" */
  label: string
  /** Null while or where there is no figure; then `absence` says why, if it is known. */
  median: number | null
  interval: Interval
  /** Shares lost at evenly spaced places of the races, sorted: where many races lie, many of these do. */
  spread: readonly number[]
  races: number
  /** Races that lost anything, and the increments of all races; null where they are not told. */
  lossy: number | null
  increments: number | null
  absence: string | null
}

/** A row for each series and condition, in the order of the plan. */
export function lossesOf({ plan, series, observations }: Pick<ShownRun, 'plan' | 'series' | 'observations'>): Loss[] {
  return plan.flatMap((identity): Loss[] => {
    if (identity.part !== 'lost' || identity.condition['threads'] === undefined) return []
    const view = series.get(seriesKey(identity))
    const summary = view?.summary ?? null
    const counts = observations.find(
      ({ name, about }) =>
        name === 'counts' &&
        about?.id === identity.id &&
        conditionKey(about.condition ?? {}) === conditionKey(identity.condition),
    )?.facts
    return [
      {
        identity,
        label: `${identity.id}, ${describeCondition(identity.condition)}`,
        median: summary ? summary.median : null,
        interval: summary ? summary.interval : [0, 0],
        spread: view?.shape?.ecdf ?? [],
        races: summary?.count ?? 0,
        lossy: counts ? Number(counts['lossyRaces']) : null,
        increments: counts ? Number(counts['increments']) : null,
        absence: view && !summary ? outcomeWords(view.outcome) : null,
      },
    ]
  })
}

/** "36.9 % [35.1–38.2], 12 of 12 races"; where nothing was lost, over how many increments. */
export function lossWords({ median, interval: [low, high], races, lossy, increments }: Loss): string {
  if (median === null) return ''
  if (lossy === 0) return `none lost of ${formatCount(increments ?? 0)} in ${formatCount(races)} races`
  const often = lossy === null ? '' : `, ${formatCount(lossy)} of ${formatCount(races)} races`
  return `${formatShare(median)} [${threeDigits(low * 100)}–${threeDigits(high * 100)}]${often}`
}

/** What the picture says of one row. */
export function readLoss(loss: Loss): string {
  return loss.median === null
    ? `${loss.label}: ${loss.absence?.toLowerCase() ?? 'no races yet'}`
    : `${loss.label}: MEASURED ${lossWords(loss)}`
}

/** The picture in one sentence. */
export function lossesTwin(losses: readonly Loss[]): string {
  const known = losses.filter(({ median }) => median !== null)
  return known.length === 0
    ? 'No races yet.'
    : `MEASURED, the median share of increments that a race lost: ${known.map((loss) => `${loss.label} ${lossWords(loss)}`).join('; ')}.`
}
