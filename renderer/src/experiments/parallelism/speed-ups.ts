import { formatRatio, formatRatioInterval, formatShare, threeDigits } from '../../../../contract/figures.ts'
import { seriesKey } from '../../../../contract/series-key.ts'
import type { Ratio, SeriesIdentity } from '../../../../contract/series.ts'
import { amdahl, universalScalability } from '../../../../model/speed-up.ts'
import type { Quantity } from '../../charts/quantity.ts'
import type { Curve, CurveModel, CurvePoint, CurveXAxis, Place } from '../../curves/curve.ts'
import { plannedSeries, type ShownRun } from '../../measuring/shown-run.ts'
import { outcomeWords } from '../../run/outcome-words.ts'

/** How many times as fast as one worker. */
export const SPEED_UP: Quantity = {
  format: formatRatio,
  formatInterval: (value, [low, high]) => `${formatRatio(value)} [${threeDigits(low)}–${threeDigits(high)}]`,
  tick: (value) => `${Number(value.toPrecision(3))}\u202f×`,
  base: 10,
}

export const WORKERS_AXIS: CurveXAxis = {
  title: 'workers that share the work out',
  scale: 'linear',
  format: (workers) => (workers === 1 ? '1 worker' : `${workers} workers`),
  tick: String,
}

const workersIn = ({ condition }: Pick<SeriesIdentity, 'condition'>): number => Number(condition['workers'])
const isElapsed = ({ part }: SeriesIdentity): boolean => part === 'elapsed'

/** The speed-up of each series over the number of workers. One worker is what it is against: 1, and no measurement. */
export function speedUpCurves(shown: ShownRun): Curve[] {
  const speedUps = new Map(
    shown.ratios
      .filter(({ of, to }) => of.id === to.id && isElapsed(of) && workersIn(of) === 1)
      .map((ratio) => [seriesKey(ratio.to), ratio]),
  )
  return plannedSeries(shown).flatMap(({ id, kind, explanation }): Curve[] => {
    const points = shown.plan
      .filter((one) => one.id === id && isElapsed(one) && workersIn(one) > 0)
      .map((one) => pointOf(shown, one, speedUps.get(seriesKey(one))))
      .sort((a, b) => a.x - b.x)
    return points.length > 1 ? [{ key: id, name: id, kind, explanation, points }] : []
  })
}

function pointOf(shown: ShownRun, identity: SeriesIdentity, ratio: Ratio | undefined): CurvePoint {
  const x = workersIn(identity)
  const view = shown.series.get(seriesKey(identity))
  const count = view?.summary?.count ?? 0
  if (x === 1) return { x, identity, median: count > 0 ? 1 : null, interval: null, count, notes: ['the reference'] }
  return {
    x,
    identity,
    median: ratio?.ratio ?? null,
    interval: ratio?.interval ?? null,
    count,
    notes: notesOn(shown, identity, ratio),
    ...(view && !view.summary ? { outcome: outcomeWords(view.outcome) } : {}),
  }
}

function notesOn({ observations }: ShownRun, { id, condition }: SeriesIdentity, ratio: Ratio | undefined): string[] {
  const overlap = observations.find(
    ({ name, about }) =>
      name === 'overlap' && about?.id === id && about.condition?.['workers'] === condition['workers'],
  )?.facts['shareWithTwoOrMoreRunning']
  return [
    ...(ratio?.verdict === 'no-difference-shown' ? [formatRatioInterval(ratio)] : []),
    ...(typeof overlap === 'number' ? [`two or more ran at once for ${formatShare(overlap)} of the time`] : []),
  ]
}

/** As many times as fast as there are workers; what the model said beforehand; and what was fitted. SIMULATED all of them. */
export function speedUpModels(shown: ShownRun, curves: readonly Curve[]): CurveModel[] {
  const main = curves.find(({ key }) => key === 'all-cores') ?? curves.find(({ key }) => key === 'processes-all-cores')
  const most = Math.max(1, ...curves.flatMap(({ points }) => points.map(({ x }) => x)))
  const cores = Number(shown.observations.find(({ name }) => name === 'work')?.facts['cores'] ?? most)
  const ideal = (of: string): CurveModel => ({
    of,
    name: 'ideal: as many times as fast as workers, up to the number of cores',
    points: [1, Math.min(cores, most), most].map((x) => ({ x, y: Math.min(x, cores) })),
  })
  return main ? [ideal(main.key), ...fitted(shown, main.key, Math.min(cores, most)), ...predicted(shown, main.key)] : []
}

/** One diamond for each crew of the main curve; the figure is read at the measured point. */
function predicted({ predictions }: ShownRun, of: string): CurveModel[] {
  return predictions
    .filter((one) => one.of.id === of && isElapsed(one.of))
    .flatMap(({ of: identity, value, model, score }): CurveModel[] => {
      const alone = model.constants['alone']?.value
      if (alone === undefined) return []
      const speedUp = alone / value
      return [
        {
          of,
          name: 'Amdahl’s law with the serial share that was asked for',
          points: [],
          predicted: {
            x: workersIn(identity),
            value: speedUp,
            interval: [speedUp, speedUp],
            score:
              score &&
              `the time was ${formatShare(Math.abs(score.relativeError))} ${score.relativeError < 0 ? 'below' : 'above'}`,
            wordless: true,
          },
        },
      ]
    })
}

function fitted({ observations }: ShownRun, of: string, most: number): CurveModel[] {
  return observations.flatMap(({ name, about, facts }): CurveModel[] => {
    if (name !== 'fit' || about?.id !== of) return []
    const { serialShare, contention, coherency } = facts
    if (typeof serialShare === 'number') {
      return [{ of, name: 'Amdahl’s law, fitted', points: along(most, (workers) => amdahl(serialShare, workers)) }]
    }
    if (typeof contention !== 'number' || typeof coherency !== 'number') return []
    const law = (workers: number): number => universalScalability(contention, coherency, workers)
    return [{ of, name: 'universal scalability law, fitted', points: along(most, law) }]
  })
}

function along(most: number, law: (workers: number) => number, steps = 48): Place[] {
  return Array.from({ length: steps + 1 }, (_, step) => {
    const x = 1 + ((most - 1) * step) / steps
    return { x, y: law(x) }
  })
}
