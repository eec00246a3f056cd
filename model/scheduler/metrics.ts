import type { Core } from './core.ts'
import { SLICE_WORK, type Metrics, type Slices, type TaskMetrics } from './schedule.ts'
import type { Task } from './task.ts'
import type { Nanoseconds } from './workload.ts'

/** A task that still waits at `end` has waited until then. */
export function taskMetrics(task: Task, end: Nanoseconds): TaskMetrics {
  const { arrival, finished, started } = task
  return {
    task: task.index,
    name: task.name,
    process: task.plan.process,
    arrival,
    finished,
    turnaround: arrival === null || finished === null ? null : finished - arrival,
    response: arrival === null || started === null ? null : started - arrival,
    waiting: task.waiting + (task.state === 'runnable' ? end - task.stateSince : 0),
    computed: task.computed,
    switches: task.switches,
    migrations: task.migrations,
  }
}

export function metricsOf(
  tasks: readonly TaskMetrics[],
  slices: Slices,
  cores: readonly Core[],
  end: Nanoseconds,
): Metrics {
  const done = tasks.filter(({ finished }) => finished !== null)
  const { computing, overhead } = timeSpent(slices)
  const capacity = cores.length * end
  return {
    end,
    turnaround: mean(done.map(({ turnaround }) => turnaround ?? 0)),
    response: mean(done.map(({ response }) => response ?? 0)),
    waiting: mean(done.map(({ waiting }) => waiting)),
    fairness: jain(done.map(({ turnaround, waiting }) => (turnaround ? (turnaround - waiting) / turnaround : 1))),
    switches: tasks.reduce((sum, { switches }) => sum + switches, 0),
    migrations: tasks.reduce((sum, { migrations }) => sum + migrations, 0),
    utilisation: capacity === 0 ? 0 : computing / capacity,
    overhead: capacity === 0 ? 0 : overhead / capacity,
  }
}

function timeSpent({ count, from, to, work }: Slices): { computing: Nanoseconds; overhead: Nanoseconds } {
  const compute = SLICE_WORK.indexOf('compute')
  let computing = 0
  let overhead = 0
  for (let row = 0; row < count; row++) {
    const took = (to[row] ?? 0) - (from[row] ?? 0)
    if (work[row] === compute) computing += took
    else overhead += took
  }
  return { computing, overhead }
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length
}

/**
 * Jain, Chiu and Hawe's index (DEC-TR-301, 1984): the square of the sum over n times the sum of squares; 1 where all
 * have the same, 1/n where one has everything. Where nobody has anything, all have the same.
 */
function jain(shares: readonly number[]): number | null {
  if (shares.length === 0) return null
  const sum = shares.reduce((total, share) => total + share, 0)
  const squares = shares.reduce((total, share) => total + share * share, 0)
  return squares === 0 ? 1 : (sum * sum) / (shares.length * squares)
}
