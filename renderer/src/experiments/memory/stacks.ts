import { formatBytes, formatRatio } from '../../../../contract/figures.ts'
import type { Curve, CurveXAxis } from '../../curves/curve.ts'
import { measuredPoint } from '../../curves/measured-point.ts'
import type { ShownRun } from '../../measuring/shown-run.ts'

const PARTS = [
  {
    part: 'virtual',
    name: 'virtual',
    explanation: 'Addresses that are mapped for one more thread: its stack and the guard below it.',
  },
  {
    part: 'total',
    name: 'total',
    explanation: 'Memory that one more thread takes: touched pages, page tables, kernel stack.',
  },
  { part: 'rss', name: 'resident', explanation: 'Pages of one more thread that are in memory (RSS).' },
] as const

export const STACK_AXIS: CurveXAxis = {
  title: 'stack of each thread',
  scale: 'log2',
  format: (kib) => `a stack of ${formatBytes(kib * 1024)}`,
  tick: (kib) => formatBytes(kib * 1024),
}

/** What a thread's stack takes over its size: one curve for each account. */
export function stackCurves(shown: ShownRun): Curve[] {
  return PARTS.map(({ part, name, explanation }) => ({
    ...{ key: part, name, kind: 'thread' as const, explanation },
    points: shown.plan
      .filter((one) => one.id === 'thread' && one.part === part && typeof one.condition['stackKiB'] === 'number')
      .map((one) => measuredPoint(shown, one, Number(one.condition['stackKiB'])))
      .sort((a, b) => a.x - b.x),
  })).filter(({ points }) => points.length > 1)
}

/** How far virtual and resident memory have grown from the smallest stack to the largest. */
export function stacksTitle({ state }: ShownRun, curves: readonly Curve[]): string {
  const growth = (key: string): number | null => {
    const points = curves.find((curve) => curve.key === key)?.points ?? []
    const [first, last] = [points[0]?.median, points.at(-1)?.median]
    return first && last ? last / first : null
  }
  const [virtual, resident] = [growth('virtual'), growth('rss')]
  const points = curves[0]?.points ?? []
  const [least, most] = [points[0]?.x, points.at(-1)?.x]
  if (state !== 'complete' || virtual === null || resident === null || !least || !most)
    return 'What does a larger stack cost?'
  const grown =
    Math.abs(resident - 1) < 0.05 ? 'resident memory stays as it is' : `resident memory to ${formatRatio(resident)}`
  return `From ${formatBytes(least * 1024)} to ${formatBytes(most * 1024)} of stack, virtual memory grows to ${formatRatio(virtual)}; ${grown}.`
}
