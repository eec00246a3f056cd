import { formatDuration, formatRatio, scoreWords } from '../../../contract/figures.ts'
import { seriesKey } from '../../../contract/series-key.ts'
import type { Ratio, SeriesIdentity } from '../../../contract/series.ts'
import type { Comparison, MeasuredRun } from '../experiment.ts'

const BASELINE = 'pthread'
/** Below this a parent's size is not told to matter. */
const SAME = 0.1

/** Every series against a thread in the same circumstances, and against itself in a parent that touched no memory. */
export function comparisons(series: readonly SeriesIdentity[]): Comparison[] {
  const known = new Map(series.map((identity) => [seriesKey(identity), identity]))
  return series.flatMap((of) => {
    const { parentMiB } = of.condition
    const sameParent = { ...of, id: BASELINE }
    const smallParent = { parentMiB: 0, pages: '4k' }
    const candidates =
      parentMiB === undefined
        ? ['one-core', 'free'].map((placement) => ({ ...of, id: BASELINE, condition: { ...smallParent, placement } }))
        : [sameParent, { ...of, condition: { ...of.condition, ...smallParent } }]
    return candidates.flatMap((candidate) => {
      const to = known.get(seriesKey(candidate))
      return to && to !== of ? [{ of, to }] : []
    })
  })
}

/** What the run shows, its headline first. Sentences are left out where their figures were not measured. */
export function findings(run: MeasuredRun): string[] {
  return [
    processAgainstThread(run),
    growth(run, 'fork'),
    ...['vfork', BASELINE].map((id) => growth(run, id)),
    prediction(run),
  ].filter((sentence) => sentence !== null)
}

const isWhole = ({ part }: SeriesIdentity): boolean => part === 'joined'

function processAgainstThread({ ratios, series }: MeasuredRun): string | null {
  const ratio = ratios.find(
    ({ of, to }) => isWhole(of) && of.id === 'fork' && to.id === BASELINE && of.condition['parentMiB'] === 0,
  )
  if (!ratio) return bestKnown(series)
  if (ratio.verdict === 'no-difference-shown')
    return 'No difference shown between starting a process with fork and starting a thread.'
  return `Starting a process with fork costs ${formatRatio(ratio.ratio)} a thread here: ${medianOf(series, ratio.of)} against ${medianOf(series, ratio.to)}.`
}

/** Without both fork and pthread, the headline names the first series that was measured. */
function bestKnown(series: MeasuredRun['series']): string | null {
  const first = series.find((one) => isWhole(one) && one.summary)
  return first?.summary
    ? `${first.id} takes ${formatDuration(first.summary.median)} here, from the call until the task is gone.`
    : null
}

/** How a series at its largest 4 KiB parent compares with itself in a parent that touched nothing. */
function growth({ ratios, series }: MeasuredRun, id: string): string | null {
  const own = ratios.filter(
    ({ of, to }) => isWhole(of) && of.id === id && to.id === id && of.condition['pages'] === '4k',
  )
  const largest = own.reduce<Ratio | null>(
    (best, ratio) => (sizeOf(ratio) > (best ? sizeOf(best) : 0) ? ratio : best),
    null,
  )
  if (!largest) return null
  const size = `${sizeOf(largest)} MiB`
  if (largest.verdict === 'no-difference-shown') return `${id} from a parent with ${size} touched: no difference shown.`
  // Two processes of one kind differ by some per cent, since their memory lies elsewhere.
  if (Math.abs(largest.ratio - 1) < SAME)
    return `${id} from a parent with ${size} touched costs about the same: ${formatRatio(largest.ratio)}.`
  return `${id} from a parent that touched ${size} in 4 KiB pages costs ${formatRatio(largest.ratio)} the same from a small one: ${medianOf(series, largest.of)}.`
}

function prediction({ predictions }: MeasuredRun): string | null {
  const first = predictions.find(({ score }) => score !== null)
  if (!first?.score) return null
  return `SIMULATED beforehand for ${first.of.id} from ${first.of.condition['parentMiB']} MiB: ${formatDuration(first.value)}. MEASURED: ${formatDuration(first.score.measured)}, ${scoreWords(first.score)}.`
}

const sizeOf = ({ of }: Ratio): number => Number(of.condition['parentMiB'] ?? 0)

function medianOf(series: MeasuredRun['series'], identity: SeriesIdentity): string {
  const found = series.find((one) => seriesKey(one) === seriesKey(identity))
  return found?.summary ? formatDuration(found.summary.median) : 'not measured'
}
