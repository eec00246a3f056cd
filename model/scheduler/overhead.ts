import type { Core } from './core.ts'
import type { Costs } from './schedule.ts'
import type { Task } from './task.ts'
import type { Nanoseconds } from './workload.ts'

/** Costs as the simulation charges them: whole nanoseconds, except that of a KiB, which is rounded with its working set. */
export function wholeNanoseconds(costs: Costs): Costs {
  const whole = (cost: number): Nanoseconds => Math.max(0, Math.round(cost))
  return {
    switchWithinProcess: whole(costs.switchWithinProcess),
    switchBetweenProcesses: whole(costs.switchBetweenProcesses),
    refillPerKiB: Math.max(0, costs.refillPerKiB),
    migration: whole(costs.migration),
    spawnThread: whole(costs.spawnThread),
    spawnProcess: whole(costs.spawnProcess),
  }
}

/**
 * What it costs to put `task` on `core`. A switch is one between two tasks: the first task of a core, and one that comes
 * back to a core that nobody else had, cost nothing. The working set is fetched again where another task ran on the
 * core since, or the task comes from another core; the first time it is loaded at nobody's expense.
 */
export function switchCosts(core: Core, task: Task, costs: Costs): { switching: Nanoseconds; migration: Nanoseconds } {
  const { last } = core
  const cameFromElsewhere = task.core >= 0 && task.core !== core.index
  let switching = 0
  if (last !== null && last !== task) {
    switching = last.plan.process === task.plan.process ? costs.switchWithinProcess : costs.switchBetweenProcesses
  }
  if (task.core >= 0 && (cameFromElsewhere || last !== task)) {
    switching += Math.round(costs.refillPerKiB * Math.max(0, task.plan.workingSetKiB))
  }
  return { switching, migration: cameFromElsewhere ? costs.migration : 0 }
}
