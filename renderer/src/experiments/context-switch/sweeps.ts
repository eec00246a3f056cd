import {
  formatFigure,
  formatRatio,
  formatRatioInterval,
  scoreWords,
  threeDigits,
} from '../../../../contract/figures.ts'
import type { Prediction } from '../../../../contract/prediction.ts'
import { conditionKey, seriesKey } from '../../../../contract/series-key.ts'
import type { Ratio, SeriesIdentity } from '../../../../contract/series.ts'
import { costAt } from '../../../../model/line.ts'
import { cacheLines, switchesPerHandover } from '../../../../model/switch-cost.ts'
import type { Curve, CurveModel, CurveXAxis, Place } from '../../curves/curve.ts'
import { curvesOver } from '../../curves/measured-point.ts'
import { ownRatios, type ShownRun } from '../../measuring/shown-run.ts'

export const WORKING_SET_AXIS: CurveXAxis = {
  title: 'KiB that each task touches at its turn',
  scale: 'symlog',
  constant: 16,
  format: (kib) => `${kib} KiB`,
  tick: String,
}

export const RING_AXIS: CurveXAxis = {
  title: 'tasks in the ring',
  scale: 'linear',
  format: (tasks) => `${tasks} tasks`,
  tick: String,
}

const isSwitch = ({ condition }: SeriesIdentity): boolean => condition['handover'] === 'switch'

/** The handover by pipe between two tasks on one core, over the working set; empty where only one was planned. */
export function workingSetCurves(shown: ShownRun, part: string): Curve[] {
  const curves = curvesOver(shown, part, 'workingSetKiB', (one) => {
    return isSwitch(one) && one.condition['ring'] === 2 && one.id.startsWith('pipe-')
  })
  return withNotes(shown, curves)
}

/** The handover round a ring, over its size. */
export function ringCurves(shown: ShownRun, part: string): Curve[] {
  return withNotes(
    shown,
    curvesOver(shown, part, 'ring', ({ id }) => id.startsWith('ring-')),
  )
}

/** A sweep is one where a curve has more than one place. */
function withNotes(shown: ShownRun, curves: readonly Curve[]): Curve[] {
  return curves
    .filter(({ points }) => points.length > 1)
    .map((curve) => ({
      ...curve,
      mark: curve.kind === 'process' ? 'square' : 'circle',
      points: curve.points.map((point) => ({
        ...point,
        notes: point.identity ? notesOn(shown, point.identity) : [],
      })),
    }))
}

function notesOn(shown: ShownRun, identity: SeriesIdentity): string[] {
  const ratio = ownRatios(shown).get(seriesKey(identity))
  const switches = switchesOf(shown, identity)
  return [
    ...(ratio ? [`${formatRatioInterval(ratio)} against ${ratio.to.id}`] : []),
    ...(switches === null ? [] : [`${threeDigits(switches)} switches for each handover`]),
  ]
}

/** As the kernel counted them while the series was measured. */
function switchesOf(
  { observations }: Pick<ShownRun, 'observations'>,
  { id, condition }: SeriesIdentity,
): number | null {
  const counts = observations.find(
    ({ name, about }) =>
      name === 'counts' && about?.id === id && conditionKey(about.condition ?? {}) === conditionKey(condition),
  )
  return switchesPerHandover(counts?.facts ?? {})
}

/**
 * The model of the handover between processes, or between threads where only that was predicted: one line, since one fit
 * made all of its predictions, and a diamond for each.
 */
export function switchModels({ predictions }: Pick<ShownRun, 'predictions'>, curves: readonly Curve[]): CurveModel[] {
  const keys = curves.map(({ key }) => key).filter((key) => predictions.some(({ of }) => of.id === key))
  const of = keys.find((key) => key === 'pipe-processes') ?? keys[0]
  const largest = curves.find(({ key }) => key === of)?.points.at(-1)?.x
  if (of === undefined || largest === undefined) return []
  return predictions
    .filter((prediction) => prediction.of.id === of)
    .map((prediction, index) => ({
      of,
      name: prediction.model.form,
      points: index === 0 ? modelCurve(prediction, largest) : [],
      predicted: {
        x: Number(prediction.of.condition['workingSetKiB']),
        value: prediction.value,
        interval: prediction.interval,
        score: fared(prediction),
      },
    }))
}

/** The model's cost over working sets, SIMULATED; nothing if its constants are others. */
export function modelCurve({ model }: Prediction, largestKiB: number, steps = 64): Place[] {
  const { direct, refill } = model.constants
  if (!direct || !refill) return []
  const line = { fixed: direct.value, perUnit: refill.value }
  return Array.from({ length: steps + 1 }, (_, step) => {
    const kib = largestKiB * (step / steps) ** 3
    return { x: kib, y: costAt(line, cacheLines(kib)) }
  })
}

/** How a prediction fared, once it is known. */
function fared({ score, unit }: Prediction): string | null {
  return score && `MEASURED ${formatFigure(score.measured, unit)}, ${scoreWords(score)}`
}

/** What the largest of a sweep costs against the least, between processes if they were measured. */
function growthTo(shown: Pick<ShownRun, 'state' | 'ratios'>, curves: readonly Curve[], id: string): Ratio | null {
  const last = curves.find(({ key }) => key === id)?.points.at(-1)?.identity
  if (!last || shown.state !== 'complete') return null
  return shown.ratios.find(({ of, to }) => to.id === id && seriesKey(of) === seriesKey(last)) ?? null
}

export function workingSetTitle(shown: Pick<ShownRun, 'state' | 'ratios'>, curves: readonly Curve[]): string {
  const ratio = growthTo(shown, curves, 'pipe-processes') ?? growthTo(shown, curves, 'pipe-threads')
  if (!ratio) return 'How much does a switch cost when the tasks use their memory?'
  const size = `${ratio.of.condition['workingSetKiB']} KiB`
  return ratio.verdict === 'no-difference-shown'
    ? `No difference is shown between tasks that touch ${size} a turn and tasks that touch nothing.`
    : `With ${size} touched at each turn, a handover grows to ${formatRatio(ratio.ratio)} its cost.`
}

export function ringTitle(shown: Pick<ShownRun, 'state' | 'ratios'>, curves: readonly Curve[]): string {
  const processes = growthTo(shown, curves, 'ring-processes')
  const threads = growthTo(shown, curves, 'ring-threads')
  const ratio = processes ?? threads
  if (!ratio) return 'Does it matter how many address spaces take turns?'
  const claim = (one: Ratio): string => (one.verdict === 'no-difference-shown' ? 'as much' : formatRatio(one.ratio))
  const size = ratio.of.condition['ring']
  return processes && threads
    ? `In a ring of ${size}, a handover costs ${claim(processes)} between processes and ${claim(threads)} between threads, against a ring of 2.`
    : `In a ring of ${size}, a handover costs ${claim(ratio)} that in a ring of 2.`
}
