import { describeCondition, formatDuration, formatRatio, formatShare } from '../../../../contract/figures.ts'
import { seriesKey } from '../../../../contract/series-key.ts'
import type { Condition, Interval, Ratio } from '../../../../contract/series.ts'
import { LADDER, type Rung } from '../../../../model/clone-combinations.ts'
import { identityIn, type ShownRun } from '../../measuring/shown-run.ts'
import { factsOfSeries, resourceStates, sharingLines } from './sharing-lines.ts'

/** What the ladder's flags change, in its order, in words that fit above a column. */
export const COLUMNS = [
  { id: 'descriptors', title: 'files' },
  { id: 'folder', title: 'folder' },
  { id: 'memory', title: 'memory' },
  { id: 'handlers', title: 'handlers' },
  { id: 'process', title: 'process' },
] as const

export interface Cell {
  id: (typeof COLUMNS)[number]['id']
  shared: boolean
  measured: boolean
  differs: boolean
}

/** A rung as it is drawn: what is shared on it, what a task costs there, and what the step from below changed. */
export interface Step {
  rung: Rung
  kind: 'process' | 'thread'
  cells: Cell[]
  cost: { median: number; interval: Interval; count: number } | null
  /** Against the rung below; null at the foot and where one of them was not measured. */
  change: { difference: number; ratio: Ratio } | null
}

/** The ladder of a run in one view; rungs that were not planned are left out. */
export function stepsOf(shown: ShownRun, part: string, condition: Condition): Step[] {
  const medians = LADDER.map(({ id }) => {
    const identity = identityIn(shown.plan, id, part, condition)
    return { identity, summary: identity ? (shown.series.get(seriesKey(identity))?.summary ?? null) : null }
  })
  return LADDER.flatMap((rung, height): Step[] => {
    const own = medians[height]
    if (!own?.identity) return []
    const below = medians[height - 1]
    const key = seriesKey(own.identity)
    const ratio = shown.ratios.find(({ of, to }) => seriesKey(of) === key && to.id === LADDER[height - 1]?.id)
    const { summary } = own
    return [
      {
        rung,
        kind: rung.flags.has('THREAD') ? 'thread' : 'process',
        cells: cellsOf(shown, rung),
        cost: summary && { median: summary.median, interval: summary.interval, count: summary.count },
        change:
          ratio && summary && below?.summary ? { difference: summary.median - below.summary.median, ratio } : null,
      },
    ]
  })
}

function cellsOf({ observations }: ShownRun, rung: Rung): Cell[] {
  const lines = sharingLines(rung.flags, factsOfSeries(observations, rung.id))
  const states = resourceStates(lines)
  return COLUMNS.map(({ id }) => {
    if (id !== 'process') {
      const state = states.find((one) => one.id === id)
      return {
        id,
        shared: state?.shared ?? false,
        measured: state?.measured ?? false,
        differs: state?.differs ?? false,
      }
    }
    const line = lines.find((one) => one.id === 'process')
    const words = line?.seen ?? line?.predicted
    return {
      id,
      shared: words === 'the creator’s',
      measured: line?.verdict === 'agrees' || line?.verdict === 'differs',
      differs: line?.verdict === 'differs',
    }
  })
}

/** "−65.1 µs", or that no difference is shown. */
export function changeWords({ change }: Step): string {
  if (!change) return ''
  if (change.ratio.verdict === 'no-difference-shown') return 'no difference shown'
  return `${change.difference < 0 ? '−' : '+'}${formatDuration(Math.abs(change.difference))}`
}

/** The step at which most changes, as a finding; the question before there is one. */
export function ladderTitle(steps: readonly Step[]): string {
  const [largest] = steps
    .filter(({ change }) => change?.ratio.verdict === 'differs')
    .sort((a, b) => Math.abs(b.change?.difference ?? 0) - Math.abs(a.change?.difference ?? 0))
  if (largest?.change) {
    const { difference, ratio } = largest.change
    const share = difference < 0 ? `saves ${formatShare(1 - ratio.ratio)}` : `costs ${formatRatio(ratio.ratio)}`
    return `From process to thread, the step ${largest.rung.title} ${share} of what the rung before it takes.`
  }
  return steps.some(({ change }) => change !== null)
    ? 'From process to thread, no step shows a difference.'
    : 'What does each flag change, from process to thread?'
}

/** A rung in one line, for pointer and keys. */
export function readStep(step: Step): string {
  const shared = step.cells.flatMap((cell) =>
    cell.shared ? (COLUMNS.find(({ id }) => id === cell.id)?.title ?? []) : [],
  )
  const cost = step.cost ? `${formatDuration(step.cost.median)}, n ${step.cost.count}` : 'not measured yet'
  const change = changeWords(step)
  return `${step.rung.title}: ${cost}${change === '' ? '' : `, ${change} against the rung before`}; shared: ${shared.join(', ') || 'nothing'}`
}

/** The picture in one sentence. */
export function ladderTwin(steps: readonly Step[], part: string, condition: Condition): string {
  const costs = steps.map(({ rung, cost }) => `${rung.title} ${cost ? formatDuration(cost.median) : 'not measured'}`)
  const where = [part, describeCondition(condition)].filter((words) => words !== '').join(', ')
  return `${where}. From the foot of the ladder: ${costs.join(', ')}.`
}

/** The figures behind the picture, one line a rung. */
export function ladderCsv(steps: readonly Step[]): string {
  const head = ['series', 'flags', ...COLUMNS.map(({ id }) => `${id} shared`), 'median ns', 'low ns', 'high ns', 'n']
  const rows = steps.map(({ rung, cells, cost }) => [
    rung.id,
    [...rung.flags].join(' '),
    ...cells.map(({ shared }) => (shared ? 'yes' : 'no')),
    ...(cost ? [cost.median, ...cost.interval, cost.count] : ['', '', '', '']),
  ])
  return [head, ...rows].map((row) => row.join(',')).join('\n') + '\n'
}
