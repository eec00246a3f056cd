import { SLICE_ENDS, SLICE_WORK, type Schedule } from '../../model/scheduler/schedule.ts'
import type { SimulationHeading } from './simulation-report.ts'

/** More slices would make a document that few programs can read; `omitted` says how many are missing at the end. */
const MOST_SLICES = 100_000

/** A schedule as JSON: times in nanoseconds, slices as `[task, core, from, to, work, end]`. */
export function scheduleDocument(schedule: Schedule, { name, seed, costs }: SimulationHeading): object {
  const { slices, policy, machine, ended, metrics, tasks, decisions } = schedule
  const count = Math.min(slices.count, MOST_SLICES)
  return {
    simulated: true,
    name,
    policy,
    seed,
    machine,
    costs,
    ended,
    metrics,
    tasks,
    slices: {
      columns: ['task', 'core', 'from', 'to', 'work', 'end'],
      rows: Array.from({ length: count }, (_, row) => [
        slices.task[row],
        slices.core[row],
        slices.from[row],
        slices.to[row],
        SLICE_WORK[slices.work[row] ?? 0],
        SLICE_ENDS[slices.end[row] ?? 0],
      ]),
      omitted: slices.count - count,
    },
    decisions,
  }
}
