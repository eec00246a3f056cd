import { formatCount, formatDuration, formatRatio, scoreWords } from '../../../contract/figures.ts'
import { seriesKey } from '../../../contract/series-key.ts'
import type { Ratio, SeriesIdentity } from '../../../contract/series.ts'
import { CHOICE, LADDER } from '../../../model/clone-combinations.ts'
import type { Comparison, MeasuredRun } from '../experiment.ts'
import { BASELINE } from './series.ts'

const FIRST = LADDER[0]
const TOP = LADDER.at(-1)

/** Every series against a task without flags, and every rung of the ladder against the one below it. */
export function comparisons(series: readonly SeriesIdentity[]): Comparison[] {
  const known = new Map(series.map((identity) => [seriesKey(identity), identity]))
  return series.flatMap((of) => {
    const height = LADDER.findIndex(({ id }) => id === of.id)
    const below = LADDER[height - 1]?.id
    return [...new Set([BASELINE, below])].flatMap((id) => {
      const to = id === undefined || id === of.id ? undefined : known.get(seriesKey({ ...of, id }))
      return to ? [{ of, to }] : []
    })
  })
}

/** What the run shows, its headline first. Sentences are left out where their figures were not measured. */
export function findings(run: MeasuredRun): string[] {
  return [climb(run), agreement(run), choice(run), ...run.predictions.map(prediction)].filter(
    (sentence) => sentence !== null,
  )
}

const isWhole = ({ part }: SeriesIdentity): boolean => part === 'joined'

function climb(run: MeasuredRun): string | null {
  const whole = wholeRatio(run, TOP?.id, FIRST?.id)
  if (!whole) return firstKnown(run)
  if (whole.verdict === 'no-difference-shown')
    return 'A thread is a task that shares: no difference shown between what it costs to make one and to make a process.'
  const direction = whole.ratio < 1 ? 'falls' : 'rises'
  const step = largestStep(run)
  return `A thread is a task that shares: from no flag to THREAD the cost ${direction} from ${medianOf(run, FIRST?.id)} to ${medianOf(run, TOP?.id)}, ${formatRatio(whole.ratio)}.${step}`
}

/** The rung at which most is gained or lost, of those whose step is shown to be one. */
function largestStep(run: MeasuredRun): string {
  const steps = LADDER.slice(1).flatMap((rung, height) => {
    const ratio = wholeRatio(run, rung.id, LADDER[height]?.id)
    const [below, above] = [summaryOf(run, LADDER[height]?.id), summaryOf(run, rung.id)]
    return ratio?.verdict === 'differs' && below && above ? [{ rung, below, above }] : []
  })
  const [largest] = steps.sort(
    (a, b) => Math.abs(b.above.median - b.below.median) - Math.abs(a.above.median - a.below.median),
  )
  if (!largest) return ''
  const { rung, below, above } = largest
  return ` The largest step is ${rung.title}: ${formatDuration(below.median)} to ${formatDuration(above.median)}.`
}

function firstKnown({ series }: MeasuredRun): string | null {
  const first = series.find((one) => isWhole(one) && one.summary)
  return first?.summary
    ? `${first.id} takes ${formatDuration(first.summary.median)} here, from the call until the task is gone.`
    : null
}

/** Every row of the model's table over every combination, and where the kernel says otherwise. */
function agreement({ observations }: MeasuredRun): string | null {
  const shown = observations.filter(({ name }) => name === 'sharing')
  if (shown.length === 0) return null
  const sum = (fact: string): number => shown.reduce((total, { facts }) => total + Number(facts[fact] ?? 0), 0)
  const differing = shown.flatMap(({ about, facts }) =>
    facts['differing'] === undefined ? [] : [`${about?.id ?? ''} (${facts['differing']})`],
  )
  const agreeing = `The model’s table of what is shared agrees with the kernel in ${formatCount(sum('agreeing'))} of ${formatCount(sum('rows'))} rows over ${formatCount(shown.length)} combinations`
  return differing.length === 0 ? `${agreeing}.` : `${agreeing}; it differs for ${differing.join(', ')}.`
}

function choice(run: MeasuredRun): string | null {
  const facts = run.observations.find(({ name, about }) => name === 'sharing' && about?.id === CHOICE)?.facts
  if (!facts) return null
  const named = facts['flags'] === 'none' ? 'Your choice, no flag at all' : `Your choice, ${facts['flags']}`
  const { outcome, 'outcome-predicted': expected } = facts
  if (typeof outcome === 'string' && outcome.startsWith('refused'))
    return `${named}, was ${outcome.replace(':', ' by the kernel with')}, ${outcome === expected ? 'as the model predicted' : `where the model predicted that it would be ${expected}`}.`
  const ratio = wholeRatio(run, CHOICE, BASELINE)
  const summary = summaryOf(run, CHOICE)
  if (!summary) return null
  const beside = !ratio
    ? ''
    : ratio.verdict === 'no-difference-shown'
      ? '; no difference shown to a task without flags'
      : `, ${formatRatio(ratio.ratio)} a task without flags`
  return `${named}, costs ${formatDuration(summary.median)}${beside}.`
}

function prediction({ of, value, score }: MeasuredRun['predictions'][number]): string | null {
  if (!score) return null
  return `SIMULATED beforehand for ${of.id} from the steps of the ladder: ${formatDuration(value)}. MEASURED: ${formatDuration(score.measured)}, ${scoreWords(score)}.`
}

function wholeRatio({ ratios }: MeasuredRun, of: string | undefined, to: string | undefined): Ratio | undefined {
  return ratios.find((ratio) => isWhole(ratio.of) && ratio.of.id === of && ratio.to.id === to)
}

function summaryOf({ series }: MeasuredRun, id: string | undefined): MeasuredRun['series'][number]['summary'] {
  return series.find((one) => isWhole(one) && one.id === id)?.summary ?? null
}

function medianOf(run: MeasuredRun, id: string | undefined): string {
  const summary = summaryOf(run, id)
  return summary ? formatDuration(summary.median) : 'not measured'
}
