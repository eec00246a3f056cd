import type { ModelConstant } from '../../contract/cost-model.ts'
import type { Costs } from '../scheduler/schedule.ts'
import { cacheLines } from '../switch-cost.ts'

/** Where one of the simulator's costs comes from; `constant` is null for one that nothing measures, which is then 0. */
export interface CostSource {
  cost: keyof Costs
  constant: ModelConstant | null
}

/** Which constants stand for a cost, the best first. Nothing in the lab measures a migration by itself. */
const STANDS_FOR: Readonly<Record<keyof Costs, readonly string[]>> = {
  switchWithinProcess: ['switch.within'],
  switchBetweenProcesses: ['switch.between', 'switch.within'],
  refillPerKiB: ['refill.threads', 'refill.processes'],
  migration: [],
  spawnThread: ['thread.call', 'thread'],
  spawnProcess: ['fork.call', 'fork.fixed'],
}

const COSTS = [
  'switchWithinProcess',
  'switchBetweenProcesses',
  'refillPerKiB',
  'migration',
  'spawnThread',
  'spawnProcess',
] as const satisfies readonly (keyof Costs)[]

/**
 * The simulator's costs as this machine has them, in nanoseconds: measured ones, published ones where nothing is measured
 * yet, 0 where nothing is known at all. `sources` says which is which.
 */
export function costsFrom(constants: readonly ModelConstant[]): { costs: Costs; sources: readonly CostSource[] } {
  const best = (cost: keyof Costs): ModelConstant | null => {
    const known = STANDS_FOR[cost].flatMap((id) => constants.filter((one) => one.id === id && one.value !== null))
    return known.find(({ origin }) => origin.kind === 'measured') ?? known[0] ?? null
  }
  const sources = COSTS.map((cost) => ({ cost, constant: best(cost) }))
  const costOf = (cost: keyof Costs): number => Math.max(0, best(cost)?.value ?? 0)
  return {
    costs: {
      switchWithinProcess: Math.round(costOf('switchWithinProcess')),
      switchBetweenProcesses: Math.round(costOf('switchBetweenProcesses')),
      refillPerKiB: costOf('refillPerKiB') * cacheLines(1),
      migration: Math.round(costOf('migration')),
      spawnThread: Math.round(costOf('spawnThread')),
      spawnProcess: Math.round(costOf('spawnProcess')),
    },
    sources,
  }
}
