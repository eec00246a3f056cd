import {
  formatBandwidth,
  formatBandwidthInterval,
  formatBytes,
  formatDuration,
  formatRatio,
  formatRatioInterval,
  scoreWords,
} from '../../../contract/figures.ts'
import { seriesKey } from '../../../contract/series-key.ts'
import type { Interval, Ratio, SeriesIdentity } from '../../../contract/series.ts'
import { bandwidthOf } from '../../../model/message-cost.ts'
import type { MeasuredRun } from '../experiment.ts'
import { NATIVE_MECHANISMS, NODE_MECHANISMS, SHARED, SHARED_IN_NODE } from './series.ts'

/** Beyond this the model is said to be a bad one, not only imprecise. */
const BAD_MODEL = 0.25
const SMALL = 64
const LARGE = 1 << 20

type MeasuredSeries = MeasuredRun['series'][number]

/** What the run shows, its headline first. Sentences are left out where their figures were not measured. */
export function findings(run: MeasuredRun): string[] {
  const sizes = [...new Set(run.series.map(bytesOf))].sort((a, b) => a - b)
  const small = sizes.find((bytes) => bytes >= SMALL) ?? sizes[0]
  const large = sizes.findLast((bytes) => bytes <= LARGE && bytes !== small)
  return [
    pipeAgainstVariable(run, sizes[0]) ?? anyKnown(run),
    sharingAgainstSending(run, small, 'latency'),
    sharingAgainstSending(run, small, 'streamed'),
    large === undefined ? null : sharingAgainstSending(run, large, 'latency'),
    large === undefined ? null : inPlace(run, large),
    bestBandwidth(run),
    ...crossings(run, sizes),
    ...inNode(run, [small, large]),
    ...fits(run),
  ].filter((sentence) => sentence !== null)
}

const bytesOf = ({ condition }: Pick<SeriesIdentity, 'condition'>): number => Number(condition['bytes'])

const isAt = ({ part, condition }: SeriesIdentity, bytes: number, wanted: string): boolean =>
  part === wanted && condition['bytes'] === bytes

function medianOf({ series }: MeasuredRun, identity: SeriesIdentity): number | null {
  return series.find((one) => seriesKey(one) === seriesKey(identity))?.summary?.median ?? null
}

const said = (run: MeasuredRun, identity: SeriesIdentity): string => {
  const median = medianOf(run, identity)
  return median === null ? 'not measured' : formatDuration(median)
}

function ratiosAt({ ratios }: MeasuredRun, bytes: number, part: string, ids: readonly string[]): Ratio[] {
  return ids.flatMap((id) => ratios.find(({ of }) => of.id === id && isAt(of, bytes, part)) ?? [])
}

/** A mechanism with its figure and what it comes to against sharing: "a pipe 2.9 µs, 1.3 ×". */
function beside(run: MeasuredRun, ratio: Ratio): string {
  const words = ratio.verdict === 'no-difference-shown' ? formatRatioInterval(ratio) : formatRatio(ratio.ratio)
  return `${ratio.of.id} ${said(run, ratio.of)} (${words})`
}

/** By a pipe, or by another way to send where that was not measured. */
function pipeAgainstVariable(run: MeasuredRun, bytes: number | undefined): string | null {
  if (bytes === undefined) return null
  const [ratio] = ratiosAt(run, bytes, 'latency', ['pipe', 'unix-socket', 'shared-mapping'])
  if (!ratio) return null
  const figures = `${said(run, ratio.of)} against ${said(run, ratio.to)} one way`
  return ratio.verdict === 'no-difference-shown'
    ? `No difference shown between ${ratio.of.id} and a shared variable for messages of ${formatBytes(bytes)}: ${figures}.`
    : `A message of ${formatBytes(bytes)} by ${ratio.of.id} takes ${formatRatio(ratio.ratio)} its time through a shared variable here: ${figures}.`
}

/** Between processes, against the variable that two threads share. */
function sharingAgainstSending(
  run: MeasuredRun,
  bytes: number | undefined,
  part: 'latency' | 'streamed',
): string | null {
  if (bytes === undefined) return null
  const sent = ratiosAt(run, bytes, part, ['shared-mapping', 'pipe', 'unix-socket'])
  const [first] = sent
  if (!first) return null
  const figures = sent.map((ratio) => beside(run, ratio)).join(', ')
  const size = formatBytes(bytes)
  const shared = said(run, first.to)
  return part === 'latency'
    ? `One way, ${size} take ${shared} between two threads that share a variable; between processes: ${figures}.`
    : `In a stream without a pause, each message of ${size} takes ${shared} through the shared variable; between processes: ${figures}.`
}

/** Without such pairs, the headline names the first series that was measured. */
function anyKnown({ series }: MeasuredRun): string | null {
  const first = series.find(({ part, summary }) => part === 'latency' && summary)
  return first?.summary
    ? `A message of ${formatBytes(bytesOf(first))} by ${first.id} takes ${formatDuration(first.summary.median)} one way here.`
    : null
}

/** What sharing saves where nothing is copied. */
function inPlace(run: MeasuredRun, bytes: number): string | null {
  const [ratio] = ratiosAt(run, bytes, 'latency', ['shared-in-place'])
  if (!ratio) return null
  const figures = `${said(run, ratio.of)} against ${said(run, ratio.to)}`
  return ratio.verdict === 'no-difference-shown'
    ? `Handed over in place, ${formatBytes(bytes)} show no difference from being copied: ${figures}.`
    : `Handed over in place, without a copy, ${formatBytes(bytes)} cost ${formatRatio(ratio.ratio)} the same with copies: ${figures}.`
}

const COPYING = new Set(NATIVE_MECHANISMS.filter(({ copies }) => copies).map(({ id }) => id))

function bestBandwidth({ series }: MeasuredRun): string | null {
  const streams = series.flatMap((one) =>
    one.part === 'streamed' && one.summary && COPYING.has(one.id)
      ? [{ one, bandwidth: bandwidthOf(bytesOf(one), one.summary.median), interval: bandwidthInterval(one) }]
      : [],
  )
  const [best] = streams.sort((a, b) => b.bandwidth - a.bandwidth)
  if (!best?.interval) return null
  return `The highest bandwidth of a mechanism that copies is ${formatBandwidthInterval(best.bandwidth, best.interval)}, by ${best.one.id} with messages of ${formatBytes(bytesOf(best.one))}.`
}

/** The larger end belongs to the shorter time. */
function bandwidthInterval({ condition, summary }: Pick<MeasuredSeries, 'condition' | 'summary'>): Interval | null {
  if (!summary || summary.interval[0] <= 0) return null
  const [low, high] = summary.interval
  const bytes = bytesOf({ condition })
  return [bandwidthOf(bytes, high), bandwidthOf(bytes, low)]
}

/** Where a mechanism overtakes another as messages grow, by intervals that do not overlap. */
function crossings(run: MeasuredRun, sizes: readonly number[]): string[] {
  const pairs = [
    ['unix-socket', 'pipe'],
    ['pipe', SHARED],
    ['unix-socket', SHARED],
  ] as const
  return pairs.flatMap(([id, other]) => {
    const order = sizes
      .map((bytes) => ({ bytes, sign: orderAt(run, bytes, id, other) }))
      .filter(({ sign }) => sign !== 0)
    const from = order.findLastIndex(({ sign }) => sign > 0)
    const next = order[from + 1]
    return from >= 0 && next
      ? [`${id} is slower than ${other} for small messages and faster from ${formatBytes(next.bytes)} on, one way.`]
      : []
  })
}

/** 1 where a mechanism takes longer than another, -1 where less, 0 where the intervals overlap or one is missing. */
function orderAt({ series }: MeasuredRun, bytes: number, id: string, other: string): number {
  const interval = (wanted: string): Interval | undefined =>
    series.find((one) => one.id === wanted && isAt(one, bytes, 'latency'))?.summary?.interval
  const [own, its] = [interval(id), interval(other)]
  if (!own || !its) return 0
  if (own[0] > its[1]) return 1
  return own[1] < its[0] ? -1 : 0
}

function inNode(run: MeasuredRun, sizes: readonly (number | undefined)[]): string[] {
  const ids = NODE_MECHANISMS.map(({ id }) => id).filter((id) => id !== SHARED_IN_NODE)
  return sizes.flatMap((bytes) => {
    const sent = bytes === undefined ? [] : ratiosAt(run, bytes, 'latency', ids)
    const [first] = sent
    if (bytes === undefined || !first) return []
    return [
      `In Node, ${formatBytes(bytes)} take ${said(run, first.to)} through a SharedArrayBuffer; ${sent.map((ratio) => beside(run, ratio)).join(', ')}.`,
    ]
  })
}

/** The constants of each fit, and how it fared where nothing had been fitted: a sentence for each size predicted. */
function fits({ predictions }: MeasuredRun): string[] {
  const scored = predictions.flatMap(({ of, value, model, score }) => {
    if (!score) return []
    const { a, bandwidth } = model.constants
    const line = a && bandwidth ? ` (${formatDuration(a.value)} + bytes at ${formatBandwidth(bandwidth.value)})` : ''
    const words = `${of.id} ${formatDuration(value)}${line}, MEASURED ${formatDuration(score.measured)}, ${scoreWords(score)}`
    return [{ bytes: bytesOf(of), words, isBad: Math.abs(score.relativeError) > BAD_MODEL }]
  })
  return [...new Set(scored.map(({ bytes }) => bytes))].map((size) => {
    const own = scored.filter(({ bytes }) => bytes === size)
    const verdict = own.some(({ isBad }) => isBad)
      ? ' One line for all sizes is a bad model here: a byte does not cost the same at every size, as messages leave caches or go in pieces.'
      : ''
    return `SIMULATED beforehand for ${formatBytes(size)}: ${own.map(({ words }) => words).join(', and ')}.${verdict}`
  })
}
