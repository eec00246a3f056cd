import type { TaskKind } from '../../../contract/experiment.ts'
import type { ExperimentDescription } from '../../../contract/experiment.ts'
import { describeCondition, formatFigureInterval, formatShare, hasHeld, scoreWords } from '../../../contract/figures.ts'
import type { MadePrediction } from '../../../contract/cost-model.ts'
import { seriesKey } from '../../../contract/series-key.ts'

/** A prediction and what became of it, as shares of what was predicted: 0 is as predicted, 0.1 is 10 % above. */
export interface FaredRow {
  key: string
  id: string
  kind: TaskKind
  /** The circumstances, and which run it was for. */
  label: string
  whisker: readonly [number, number]
  measured: { at: number; interval: readonly [number, number]; inside: boolean } | null
  /** What stands at the right end. */
  verdict: string
  /** All of it in words. */
  reading: string
}

export function faredRows(
  made: readonly MadePrediction[],
  experiments: readonly Pick<ExperimentDescription, 'id' | 'series'>[],
): FaredRow[] {
  return made.map(({ run, startedAt, experiment, prediction }) => {
    const { of, unit, value, interval, score } = prediction
    const share = (figure: number): number => figure / value - 1
    const series = experiments.find(({ id }) => id === experiment)?.series
    const predicted = `PREDICTED ${formatFigureInterval(value, interval, unit)}`
    return {
      key: `${run} ${seriesKey(of)}`,
      id: of.id,
      kind: series?.find(({ id }) => id === of.id)?.kind ?? 'kernel',
      label: `${describeCondition(of.condition)} · ${dayAndTime(startedAt)}`,
      whisker: [share(interval[0]), share(interval[1])],
      measured: score && {
        at: score.relativeError,
        interval: [share(score.interval[0]), share(score.interval[1])],
        inside: hasHeld(score),
      },
      verdict: score ? `${signed(score.relativeError)} ${hasHeld(score) ? 'inside' : 'outside'}` : 'not measured',
      reading: [
        `${of.id}, ${describeCondition(of.condition)}: ${predicted}`,
        score
          ? `MEASURED ${formatFigureInterval(score.measured, score.interval, unit)}, ${scoreWords(score)}`
          : 'not measured in the end',
      ].join('; '),
    }
  })
}

const signed = (share: number): string => `${share < 0 ? '−' : '+'}${formatShare(Math.abs(share))}`

/** The day and the minute of a run, short: "24 Nov, 01:07". */
export function dayAndTime(at: string): string {
  const then = new Date(at)
  const day = then.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' })
  return `${day}, ${then.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })}`
}

const NARROWEST = 0.1
/** What lies beyond is drawn at the edge: three times what was predicted. */
const WIDEST = 2

/** Where the axis begins and ends, the same distance to both sides of the prediction where there is that much below it. */
export function faredDomain(rows: readonly FaredRow[]): [number, number] {
  const all = rows.flatMap(({ whisker, measured }) => [...whisker, ...(measured ? measured.interval : [])])
  const widest = Math.min(WIDEST, Math.max(NARROWEST, ...all.map(Math.abs)) * 1.08)
  return [-Math.min(1, widest), widest]
}
