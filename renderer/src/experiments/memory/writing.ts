import { formatBytes, formatDuration } from '../../../../contract/figures.ts'
import { seriesKey } from '../../../../contract/series-key.ts'
import type { Curve, CurveXAxis } from '../../curves/curve.ts'
import { measuredPoint } from '../../curves/measured-point.ts'
import type { ShownRun } from '../../measuring/shown-run.ts'

const PARTS = [
  {
    part: 'rss',
    name: 'RSS',
    explanation: 'All pages of the child that are in memory, those it shares with its parent too.',
  },
  { part: 'pss', name: 'PSS', explanation: 'The same with each shared page counted half, as two processes have it.' },
  { part: 'uss', name: 'USS', explanation: 'Pages that only the child has: those it has written to.' },
] as const

export const WRITTEN_AXIS: CurveXAxis = {
  title: '% of the parent’s pages that the child wrote to',
  scale: 'linear',
  format: (percent) => `${percent} % written`,
  tick: (percent) => `${percent} %`,
}

/** What a forked child has in memory over the share of its parent's pages that it wrote to. */
export function writingCurves(shown: ShownRun): Curve[] {
  return PARTS.map(({ part, name, explanation }) => ({
    ...{ key: part, name, kind: 'process' as const, explanation },
    points: shown.plan
      .filter(
        (one) => one.id === 'cow-child' && one.part === part && typeof one.condition['touchedPercent'] === 'number',
      )
      .map((one) => {
        const fault = shown.series.get(seriesKey({ ...one, part: 'fault' }))?.summary
        const notes = fault ? [`one fault ${formatDuration(fault.median)}`] : []
        return { ...measuredPoint(shown, one, Number(one.condition['touchedPercent'])), notes }
      })
      .sort((a, b) => a.x - b.x),
  })).filter(({ points }) => points.length > 1)
}

/** What the writing came to, from the child that wrote most. */
export function writingTitle(shown: ShownRun, curves: readonly Curve[]): string {
  const own = curves.find(({ key }) => key === 'uss')?.points.findLast(({ median }) => median !== null)
  const fault = own?.identity ? shown.series.get(seriesKey({ ...own.identity, part: 'fault' }))?.summary : null
  if (shown.state !== 'complete' || !own?.median || !fault) return 'What does a forked child cost that writes?'
  return `A child that writes ${own.x} % of its parent’s pages has ${formatBytes(own.median)} of its own; each first write takes ${formatDuration(fault.median)}.`
}
