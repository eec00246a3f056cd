import type { Costs } from './schedule.ts'

/** The textbook's machine: nothing but computing takes time. */
export const FREE: Costs = {
  switchWithinProcess: 0,
  switchBetweenProcesses: 0,
  refillPerKiB: 0,
  migration: 0,
  spawnThread: 0,
  spawnProcess: 0,
}
