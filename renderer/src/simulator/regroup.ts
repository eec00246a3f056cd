import type { Workload } from '../../../model/scheduler/workload.ts'

/** How the tasks are grouped into processes: as the text says, or otherwise to see what that changes. */
export const GROUPINGS = ['as-written', 'together', 'apart'] as const
export type Grouping = (typeof GROUPINGS)[number]

/** The same tasks as threads of one process. */
export function together(workload: Workload): Workload {
  return {
    ...workload,
    processes: [{ name: 'one_process' }],
    tasks: workload.tasks.map((task) => ({ ...task, process: 0 })),
  }
}

/** The same tasks as one process each. */
export function apart(workload: Workload): Workload {
  return {
    ...workload,
    processes: workload.tasks.map(({ name }) => ({ name })),
    tasks: workload.tasks.map((task, process) => ({ ...task, process })),
  }
}

export function regroup(workload: Workload, grouping: Grouping): Workload {
  if (grouping === 'as-written') return workload
  return grouping === 'together' ? together(workload) : apart(workload)
}
