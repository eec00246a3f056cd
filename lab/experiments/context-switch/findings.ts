import { formatDuration, formatRatio, formatShare, scoreWords, threeDigits } from '../../../contract/figures.ts'
import { conditionKey } from '../../../contract/series-key.ts'
import type { Condition, Ratio, SeriesIdentity } from '../../../contract/series.ts'
import { switchesPerHandover } from '../../../model/switch-cost.ts'
import type { MeasuredRun } from '../experiment.ts'
import { NO_HANDOVER, PLAIN_SWITCH } from './conditions.ts'
import { MECHANISMS } from './series.ts'

const WAKE_UP: Condition = { ...PLAIN_SWITCH, handover: 'wake-up' }
/** Beyond this the model is said to be a bad one, not only imprecise. */
const BAD_MODEL = 0.25
/** Nearer to 1 than this, two costs are said to be about the same: where their memory lies moves them as much. */
const SAME = 0.05
/** A handover takes one switch; more than this is told. */
const MORE_THAN_ONE = 1.1

/** What the run shows, its headline first. Sentences are left out where their figures were not measured. */
export function findings(run: MeasuredRun): string[] {
  return [
    processAgainstThread(run),
    tags(run),
    callsAlone(run),
    wakeUp(run),
    freePlacement(run),
    growth(run),
    ring(run),
    ...predictions(run),
  ].filter((sentence) => sentence !== null)
}

const isAt = ({ condition }: Pick<SeriesIdentity, 'condition'>, other: Condition): boolean =>
  conditionKey(condition) === conditionKey(other)

function medianOf({ series }: MeasuredRun, id: string, condition: Condition): number | null {
  return series.find((one) => one.id === id && isAt(one, condition))?.summary?.median ?? null
}

function ratioOf({ ratios }: MeasuredRun, of: Pick<SeriesIdentity, 'id' | 'condition'>, to: string): Ratio | null {
  return ratios.find((ratio) => ratio.of.id === of.id && ratio.to.id === to && isAt(ratio.of, of.condition)) ?? null
}

const said = (run: MeasuredRun, { id, condition }: SeriesIdentity): string => {
  const median = medianOf(run, id, condition)
  return median === null ? 'not measured' : formatDuration(median)
}

/** By the first mechanism that was measured between processes and between threads, on one core. */
function processAgainstThread(run: MeasuredRun): string | null {
  for (const mechanism of MECHANISMS) {
    const ratio = ratioOf(run, { id: `${mechanism}-processes`, condition: PLAIN_SWITCH }, `${mechanism}-threads`)
    if (!ratio) continue
    const figures = `${said(run, ratio.of)} against ${said(run, ratio.to)} for a handover by ${mechanism} on one core`
    if (ratio.verdict === 'no-difference-shown')
      return `No difference shown between switching to another process and to another thread: ${figures}.`
    return Math.abs(ratio.ratio - 1) < SAME
      ? `Switching to another process costs about the same as to another thread here, ${formatRatio(ratio.ratio)}: ${figures}.`
      : `Switching to another process costs ${formatRatio(ratio.ratio)} switching to another thread here: ${figures}.`
  }
  return anyKnown(run)
}

/** Without such a pair, the headline names what was measured, and a wake-up as what it is. */
function anyKnown({ series }: MeasuredRun): string | null {
  const first = series.find(({ summary }) => summary)
  if (!first?.summary) return null
  const figure = formatDuration(first.summary.median)
  switch (first.condition['handover']) {
    case 'none':
      return `The calls of a handover, without one, take ${figure} here (${first.id}).`
    case 'wake-up':
      return `A cross-core wake-up takes ${figure} here (${first.id}); it is not a context switch.`
    case 'free':
      return `A handover that the scheduler may place on one core or on two takes ${figure} here (${first.id}).`
    default:
      return `A handover on one core, which is a context switch, takes ${figure} here (${first.id}).`
  }
}

/** Whether the processor could keep the translations of several address spaces apart. */
function tags(run: MeasuredRun): string | null {
  const known = run.observations.find(({ name }) => name === 'address-space-tags')?.facts['tags']
  const hasPair = ratioOf(run, { id: 'pipe-processes', condition: PLAIN_SWITCH }, 'pipe-threads') !== null
  if (!hasPair || known === undefined || known === 'not known') return null
  return known === 'none'
    ? 'This processor has no address-space tags: a switch to another process drops the address translations of the one before.'
    : `This processor has address-space tags (${known}): the TLB keeps the translations of several processes apart, so that a switch between two need not drop them.`
}

/** What of a handover is the calls, and what the remainder still holds. */
function callsAlone(run: MeasuredRun): string | null {
  for (const mechanism of MECHANISMS) {
    const handover = medianOf(run, `${mechanism}-threads`, PLAIN_SWITCH)
    const calls = medianOf(run, `${mechanism}-alone`, NO_HANDOVER)
    if (handover === null || calls === null || calls >= handover) continue
    return `The same two calls by one task alone take ${formatDuration(calls)}; the ${formatDuration(handover - calls)} that remain of a handover between threads by ${mechanism} are the switch, with the waking of the other task and the scheduler’s choice of it.`
  }
  return null
}

function wakeUp(run: MeasuredRun): string | null {
  for (const mechanism of MECHANISMS) {
    const id = `${mechanism}-threads`
    const ratio = ratioOf(run, { id, condition: WAKE_UP }, id)
    if (!ratio) continue
    const figures = `${said(run, ratio.of)} by ${mechanism} between threads`
    return ratio.verdict === 'no-difference-shown'
      ? `Across two cores a handover is a cross-core wake-up, not a switch: ${figures}; no difference from a switch is shown.`
      : `Across two cores a handover is a cross-core wake-up, not a switch: ${figures}, ${formatRatio(ratio.ratio)} the handover on one core.`
  }
  return null
}

/** Where the scheduler put the tasks, by the first pair that it could place as it liked. */
function freePlacement(run: MeasuredRun): string | null {
  const first = run.series.find(({ condition, summary }) => condition['handover'] === 'free' && summary)
  const across = first ? countsOf(run, first)['samplesAcrossCores'] : undefined
  if (!first?.summary || typeof across !== 'number') return null
  const share = across / first.summary.count
  return `Placed freely, a handover takes ${formatDuration(first.summary.median)} (${first.id}); the two tasks were on different cores at the end of ${across === 0 ? 'none' : formatShare(share)} of the samples.`
}

const numberIn = ({ condition }: Pick<SeriesIdentity, 'condition'>, name: string): number =>
  Number(condition[name] ?? 0)

/** The largest of a circumstance among the ratios of a series to itself. */
function largest({ ratios }: MeasuredRun, id: string, name: 'workingSetKiB' | 'ring'): Ratio | null {
  const own = ratios.filter(
    ({ of, to }) => of.id === id && to.id === id && numberIn(of, name) > numberIn(PLAIN, name) && isSwitch(of),
  )
  return own.reduce<Ratio | null>(
    (best, ratio) => (best && numberIn(best.of, name) >= numberIn(ratio.of, name) ? best : ratio),
    null,
  )
}

const PLAIN = { condition: PLAIN_SWITCH }
const isSwitch = ({ condition }: Pick<SeriesIdentity, 'condition'>): boolean => condition['handover'] === 'switch'

function growth(run: MeasuredRun): string | null {
  const id = 'pipe-processes'
  const ratio = largest(run, id, 'workingSetKiB') ?? largest(run, 'pipe-threads', 'workingSetKiB')
  if (!ratio) return null
  const size = `${numberIn(ratio.of, 'workingSetKiB')} KiB`
  const who = ratio.of.id === id ? 'processes' : 'threads'
  return ratio.verdict === 'no-difference-shown'
    ? `With ${size} touched at each turn, no difference is shown from a handover between ${who} that touch nothing.`
    : `With ${size} touched at each turn, a handover between ${who} costs ${formatRatio(ratio.ratio)} the plain one, ${said(run, ratio.of)}: what is added is the refill of caches and TLB.`
}

function ring(run: MeasuredRun): string | null {
  const grown = largest(run, 'ring-processes', 'ring')
  if (!grown) return null
  const size = numberIn(grown.of, 'ring')
  const against = ratioOf(run, grown.of, 'ring-threads')
  const perHandover = switchesPerHandover(countsOf(run, grown.of))
  const count =
    perHandover !== null && perHandover > MORE_THAN_ONE
      ? `; the kernel counted ${threeDigits(perHandover)} switches for each`
      : ''
  const beside = !against
    ? ''
    : against.verdict === 'no-difference-shown'
      ? ', no difference shown from as many threads'
      : `, ${formatRatio(against.ratio)} that of as many threads`
  return `In a ring of ${size} processes a handover takes ${said(run, grown.of)}${beside}${count}.`
}

type Facts = MeasuredRun['observations'][number]['facts']

/** What the kernel counted while a series was measured; nothing where it was not. */
function countsOf({ observations }: MeasuredRun, { id, condition }: Pick<SeriesIdentity, 'id' | 'condition'>): Facts {
  const counts = observations.find(
    ({ name, about }) => name === 'counts' && about?.id === id && isAt({ condition: about.condition ?? {} }, condition),
  )
  return counts?.facts ?? {}
}

/** How the model fared between processes, or between threads where only they were measured. */
function predictions({ predictions: all }: MeasuredRun): string[] {
  const scored = all.filter(({ score }) => score !== null)
  const ids = new Set(scored.map(({ of }) => of.id))
  const id = ids.has('pipe-processes') ? 'pipe-processes' : 'pipe-threads'
  return scored.flatMap(({ of, value, score }) => {
    if (!score || of.id !== id) return []
    const verdict =
      Math.abs(score.relativeError) > BAD_MODEL && !score.inside
        ? '. A line through small working sets is a bad model here: the larger ones come from another level of the caches, or the machine changed since the fit'
        : ''
    return [
      `SIMULATED beforehand for ${of.id} with ${numberIn(of, 'workingSetKiB')} KiB: ${formatDuration(value)}. MEASURED: ${formatDuration(score.measured)}, ${scoreWords(score)}${verdict}.`,
    ]
  })
}
