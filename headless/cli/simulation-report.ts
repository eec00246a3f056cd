import { formatCount, formatDuration, formatShare, threeDigits } from '../../contract/figures.ts'
import { bestOf, type ComparedPolicy } from '../../model/scheduler/compare.ts'
import { POLICIES } from '../../model/scheduler/policies/index.ts'
import type { Decision, Metrics, Schedule, SimulatedMachine } from '../../model/scheduler/schedule.ts'
import { drawTimeline } from './character-timeline.ts'
import { alignColumns, plain, styled, wrap } from './terminal.ts'

/** More rows than these help nobody; `--json` has them all. */
const MOST_ROWS = 40

interface MetricColumn {
  id: keyof Metrics
  title: string
  /** What it says of a schedule, in a few words. */
  meaning: string
  format: (value: number) => string
}

/** Figures of a schedule in the order in which they are read. */
const METRICS: readonly MetricColumn[] = [
  { id: 'turnaround', title: 'turnaround', meaning: 'mean from arrival to finish', format: formatDuration },
  {
    id: 'response',
    title: 'response',
    meaning: 'mean from arrival to the first time on a core',
    format: formatDuration,
  },
  { id: 'waiting', title: 'waiting', meaning: 'mean time without a core that was wanted', format: formatDuration },
  { id: 'fairness', title: 'fairness', meaning: 'Jain’s index of progress; 1 is even', format: threeDigits },
  { id: 'switches', title: 'switches', meaning: 'from one task to another', format: formatCount },
  { id: 'migrations', title: 'migrations', meaning: 'from one core to another', format: formatCount },
  { id: 'utilisation', title: 'utilisation', meaning: 'share of the cores’ time spent computing', format: formatShare },
  { id: 'overhead', title: 'overhead', meaning: 'share spent on switches, migrations, creation', format: formatShare },
  { id: 'end', title: 'end', meaning: 'when the last task was done', format: formatDuration },
]

const shown = (value: number | null, format: (value: number) => string): string =>
  value === null ? '—' : format(value)

/** What the simulation was made of. */
export interface SimulationHeading {
  name: string
  machine: SimulatedMachine
  /** Where the costs come from, in words. */
  costs: string
  seed: number
}

function heading(what: string, { name, machine, costs, seed }: SimulationHeading): string[] {
  const { cores, queues } = machine
  const queue = cores === 1 ? '' : queues === 'one' ? ', one run queue' : ', a run queue each'
  const text = `SIMULATED ${name}: ${what} on ${cores} ${cores === 1 ? 'core' : 'cores'}${queue}; ${costs}; seed ${seed}.`
  return wrap(text).map((line) => styled('bold', line))
}

/** A schedule as the terminal prints it: timeline, tasks, metrics, and the decisions that were asked for. */
export function reportSchedule(schedule: Schedule, about: SimulationHeading): string[] {
  const { title } = POLICIES[schedule.policy]
  return [
    ...heading(title, about),
    '',
    ...drawTimeline(schedule, process.stdout.columns ?? 100).map(plain),
    '',
    ...taskTable(schedule),
    '',
    ...metricTable(schedule.metrics),
    '',
    ...(schedule.decisions.length === 0 ? [] : [...decisions(schedule), '']),
    ...wrap(schedule.ended.sentence),
  ]
}

function withDimHeader(rows: readonly (readonly string[])[]): string[] {
  const [header = '', ...lines] = alignColumns(rows)
  return [styled('dim', header), ...lines]
}

/** A table as one, or where that is too wide as several beneath each other, each with the first column; a blank line ends each. */
export function tablesWithin(width: number, rows: readonly (readonly string[])[]): string[] {
  const columns = rows[0]?.length ?? 0
  const withColumns = (from: number, to: number): string[] =>
    alignColumns(rows.map((row) => [...row.slice(0, 1), ...row.slice(from, to)]))
  const lines: string[] = []
  for (let from = 1; from < columns;) {
    let to = columns
    while (to > from + 1 && withColumns(from, to).some((line) => line.length > width)) to--
    const [header = '', ...rest] = withColumns(from, to)
    lines.push(styled('dim', header), ...rest, '')
    from = to
  }
  return lines
}

function taskTable({ tasks }: Schedule): string[] {
  const header = ['task', 'arrival', 'response', 'turnaround', 'waiting', 'computed', 'switches', 'migrations']
  const rows = tasks
    .slice(0, MOST_ROWS)
    .map((task) => [
      task.name,
      ...[task.arrival, task.response, task.turnaround, task.waiting, task.computed].map((time) =>
        shown(time, formatDuration),
      ),
      formatCount(task.switches),
      formatCount(task.migrations),
    ])
  const more = tasks.length - rows.length
  return withDimHeader([
    header,
    ...rows,
    ...(more > 0 ? [[`${formatCount(more)} more tasks; --json has them all.`]] : []),
  ])
}

function metricTable(metrics: Metrics): string[] {
  return METRICS.map(({ id, title, meaning, format }) => {
    const value = shown(metrics[id], format)
    return `${title.padEnd(12)}${value.padStart(10)}  ${styled('dim', meaning)}`
  })
}

function decisions({ decisions: all, tasks }: Schedule): string[] {
  return all.flatMap(({ at, core, chosen, candidates, why }: Decision) => {
    const who = chosen === null ? 'stays idle' : (tasks[chosen]?.name ?? '')
    return [
      `${formatDuration(at)}, core ${core}: ${styled('bold', plain(who))}`,
      ...wrap(why, '  '),
      ...candidates.slice(0, MOST_ROWS).map(({ task, figures }) => `    ${plain(`${tasks[task]?.name}: ${figures}`)}`),
    ]
  })
}

/**
 * All policies side by side. The best figure of each column has a star, as colour alone would be lost in a pipe; what is
 * the same for all stands beneath.
 */
export function reportComparison(compared: readonly ComparedPolicy[], about: SimulationHeading): string[] {
  const words = ({ metrics }: ComparedPolicy, { id, format }: MetricColumn): string => shown(metrics[id], format)
  const isSame = (column: MetricColumn): boolean => new Set(compared.map((one) => words(one, column))).size === 1
  const columns = METRICS.filter((column) => !isSame(column))
  const rows = compared.map((one) => [
    one.policy,
    ...columns.map((column) => (isBest(one, compared, column) ? `*${words(one, column)}` : words(one, column))),
  ])
  const same = METRICS.filter(isSame).map(
    (column) =>
      `${column.title} ${compared
        .slice(0, 1)
        .map((one) => words(one, column))
        .join('')}`,
  )
  const table = tablesWithin(process.stdout.columns ?? 100, [['policy', ...columns.map(({ title }) => title)], ...rows])
  return [
    ...heading('all policies', about),
    '',
    ...(columns.length > 0 ? table : []),
    ...(same.length > 0 ? wrap(`The same for all: ${same.join(', ')}.`) : []),
    ...(columns.length > 0
      ? wrap('A star marks the best of each column; means are those of the tasks that finished.')
      : []),
    ...unfinished(compared),
  ]
}

/** Which policies did not come to an end and why, those with the same reason together. */
function unfinished(compared: readonly ComparedPolicy[]): string[] {
  const reasons = new Map<string, string[]>()
  for (const { policy, ended } of compared)
    if (ended.how !== 'finished') reasons.set(ended.sentence, [...(reasons.get(ended.sentence) ?? []), policy])
  return [...reasons].flatMap(([sentence, policies]) => wrap(`${policies.join(', ')}: ${sentence}`))
}

function isBest(one: ComparedPolicy, compared: readonly ComparedPolicy[], { id, format }: MetricColumn): boolean {
  const best = bestOf(compared, id)
  return one.ended.how === 'finished' && best !== null && shown(one.metrics[id], format) === format(best)
}
