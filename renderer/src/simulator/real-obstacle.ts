import type { Operation, Workload } from '../../../model/scheduler/workload.ts'

const RUNNABLE = ['compute', 'io', 'repeat']

/** Why a workload cannot be run on real threads, in one sentence; null where it can. The lab checks the rest itself. */
export function realObstacle(workload: Workload): string | null {
  const found = workload.tasks.flatMap(({ name, program, arrival }) => {
    const operation = otherOperation(program)
    if (operation) return [`${name} has ${operation}`]
    return arrival === null ? [`${name} is spawned by another`] : []
  })[0]
  return found === undefined ? null : `Only compute and I/O can be run for real; ${found}.`
}

function otherOperation(program: readonly Operation[]): string | null {
  for (const operation of program) {
    if (!RUNNABLE.includes(operation.do)) return operation.do
    const within = operation.do === 'repeat' ? otherOperation(operation.body) : null
    if (within !== null) return within
  }
  return null
}
