import { formatCount, formatDuration, formatShare, threeDigits } from '../../../contract/figures.ts'
import type { Metrics } from '../../../model/scheduler/schedule.ts'

/** A figure of a whole schedule, with what it means. */
export interface MetricColumn {
  id: keyof Metrics
  title: string
  explanation: string
  format: (value: number) => string
}

export const METRIC_COLUMNS: readonly MetricColumn[] = [
  {
    id: 'turnaround',
    title: 'Turnaround',
    explanation: 'From a task’s arrival to its finish; the mean over the tasks that finished.',
    format: formatDuration,
  },
  {
    id: 'response',
    title: 'Response',
    explanation: 'From a task’s arrival to its first time on a core; the mean over the tasks that finished.',
    format: formatDuration,
  },
  {
    id: 'waiting',
    title: 'Waiting',
    explanation: 'Time in which a task could have computed and had no core; the mean over the tasks that finished.',
    format: formatDuration,
  },
  {
    id: 'fairness',
    title: 'Fairness',
    explanation: 'Jain’s index over the share of their time that tasks did not have to wait: 1 is even.',
    format: threeDigits,
  },
  {
    id: 'switches',
    title: 'Switches',
    explanation: 'How often a core went from one task to another.',
    format: formatCount,
  },
  {
    id: 'migrations',
    title: 'Migrations',
    explanation: 'How often a task went on at another core than before.',
    format: formatCount,
  },
  {
    id: 'utilisation',
    title: 'Utilisation',
    explanation: 'Share of all cores’ time spent computing.',
    format: formatShare,
  },
  {
    id: 'overhead',
    title: 'Overhead',
    explanation: 'Share of all cores’ time spent on switches, migrations and creation.',
    format: formatShare,
  },
  { id: 'end', title: 'End', explanation: 'When the last task was done.', format: formatDuration },
]

/** A figure in words; a dash where there is none. */
export function metricWords(column: MetricColumn, metrics: Metrics): string {
  const value = metrics[column.id]
  if (value === null) return '–'
  return value === 0 ? '0' : column.format(value)
}
