import {
  formatBytes,
  formatFigure,
  formatRatio,
  formatRatioInterval,
  scoreWords,
} from '../../../../contract/figures.ts'
import type { Prediction } from '../../../../contract/prediction.ts'
import { seriesKey } from '../../../../contract/series-key.ts'
import type { Interval } from '../../../../contract/series.ts'
import { costAt } from '../../../../model/line.ts'
import { bandwidthOf, messageTime } from '../../../../model/message-cost.ts'
import { BYTES_PER_SECOND } from '../../charts/quantity.ts'
import type { Curve, CurveModel, CurvePoint, CurveXAxis, Place } from '../../curves/curve.ts'
import { curvesOver } from '../../curves/measured-point.ts'
import { ownRatios, type ShownRun } from '../../measuring/shown-run.ts'

/** Mechanisms by which nothing crosses: to divide its size by the time says nothing. */
const WITHOUT_COPY: readonly string[] = ['shared-in-place', 'postmessage-transferred']

/** Few lines tell the story; the others can be added. */
export const FIRST_SHOWN = ['shared-in-place', 'shared-variable', 'pipe', 'unix-socket', 'postmessage-copied']

export const SIZE_AXIS: CurveXAxis = { title: 'bytes of a message', scale: 'log2', format: formatBytes }

/** Sizes that the run covers, the smallest first. */
export function messageSizes({ plan }: Pick<ShownRun, 'plan'>): number[] {
  const sizes = plan.flatMap(({ condition: { bytes } }) => (typeof bytes === 'number' ? [bytes] : []))
  return [...new Set(sizes)].sort((a, b) => a - b)
}

/** Time one way over the size, a curve for each mechanism. */
export function latencyCurves(shown: ShownRun): Curve[] {
  const ratios = ownRatios(shown)
  const predicted = new Map(shown.predictions.map((prediction) => [seriesKey(prediction.of), prediction]))
  return curvesOver(shown, 'latency', 'bytes').map((curve) => ({
    ...curve,
    points: curve.points.map((point) => {
      const key = point.identity ? seriesKey(point.identity) : ''
      const ratio = ratios.get(key)
      const prediction = predicted.get(key)
      return {
        ...point,
        notes: [
          ...(ratio ? [`${formatRatioInterval(ratio)} against ${ratio.to.id}`] : []),
          ...(prediction ? [`PREDICTED ${formatFigure(prediction.value, prediction.unit)}`] : []),
        ],
      }
    }),
  }))
}

/** Bandwidth over the size, from the time of a message in a stream, for each mechanism that copies. */
export function bandwidthCurves(shown: ShownRun): Curve[] {
  return curvesOver(shown, 'streamed', 'bytes')
    .filter(({ key }) => !WITHOUT_COPY.includes(key))
    .map((curve) => ({ ...curve, points: curve.points.map(asBandwidth) }))
}

/** The shorter end of a time is the larger of a bandwidth. What takes no measurable time has none. */
export function asBandwidth(point: CurvePoint): CurvePoint {
  const { x, median, interval } = point
  if (median === null || median <= 0) return { ...point, median: null, interval: null }
  const turned: Interval | null =
    interval && interval[0] > 0 ? [bandwidthOf(x, interval[1]), bandwidthOf(x, interval[0])] : null
  return { ...point, median: bandwidthOf(x, median), interval: turned }
}

/** What each fit says over the sizes, and what it predicted; in words for one of them, as they stand close together. */
export function messageModels(shown: ShownRun): CurveModel[] {
  const sizes = messageSizes(shown)
  const ids = shown.predictions.map(({ of }) => of.id)
  const spoken = ids.includes('pipe') ? 'pipe' : ids[0]
  return shown.predictions.map((prediction) => ({
    of: prediction.of.id,
    name: prediction.model.form,
    points: modelCurve(prediction, sizes[0] ?? 1, sizes.at(-1) ?? 1),
    predicted: {
      x: Number(prediction.of.condition['bytes']),
      value: prediction.value,
      interval: prediction.interval,
      score: fared(prediction),
      wordless: prediction.of.id !== spoken,
    },
  }))
}

/** SIMULATED time over sizes, evenly spaced for a logarithmic axis; nothing if the constants are others. */
export function modelCurve({ model }: Prediction, least: number, greatest: number, steps = 64): Place[] {
  const { a, b, bandwidth } = model.constants
  if (!a) return []
  const time = (bytes: number): number | null => {
    if (bandwidth) return messageTime({ fixed: a.value, bandwidth: bandwidth.value }, bytes)
    return b ? costAt({ fixed: a.value, perUnit: b.value }, bytes) : null
  }
  return Array.from({ length: steps + 1 }, (_, step) => least * (greatest / least) ** (step / steps)).flatMap((x) => {
    const y = time(x)
    return y !== null && y > 0 ? [{ x, y }] : []
  })
}

/** How a prediction fared, once it is known. */
function fared({ score, unit }: Prediction): string | null {
  return score && `MEASURED ${formatFigure(score.measured, unit)}, ${scoreWords(score)}`
}

/** The title of the latencies, from the ratios of a pipe at the smallest and the largest size. */
export function latencyTitle(shown: ShownRun): string {
  const question = 'How does the time of a message grow with its size?'
  if (shown.state !== 'complete') return question
  const sizes = messageSizes(shown)
  const clauses = [sizes[0], sizes.at(-1)].flatMap((bytes) => {
    const ratio = shown.ratios.find(({ of, to }) => {
      return of.id === 'pipe' && of.part === 'latency' && of.condition['bytes'] === bytes && to.id === 'shared-variable'
    })
    if (!ratio || bytes === undefined) return []
    const words = ratio.verdict === 'differs' ? formatRatio(ratio.ratio) : 'no difference shown'
    return [`${words} for ${formatBytes(bytes)}`]
  })
  return clauses.length > 0 ? `A pipe against a shared variable, one way: ${clauses.join(', ')}.` : question
}

/** The title of the bandwidths: the highest of all. */
export function bandwidthTitle({ state }: ShownRun, curves: readonly Curve[]): string {
  const streams = curves.flatMap(({ name, points }) =>
    points.map(({ x, median }) => ({ name, x, bandwidth: median ?? 0 })),
  )
  const [most] = streams.sort((a, b) => b.bandwidth - a.bandwidth)
  return state === 'complete' && most && most.bandwidth > 0
    ? `The fastest stream here is by ${most.name}: ${BYTES_PER_SECOND.format(most.bandwidth)} with messages of ${formatBytes(most.x)}.`
    : 'How many bytes a second does a stream carry?'
}
