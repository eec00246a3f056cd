import type { ModelConstant } from '../../../contract/cost-model.ts'
import { costsFrom } from '../../../model/constants/simulator-costs.ts'
import { FREE } from '../../../model/scheduler/costs.ts'
import type { Costs } from '../../../model/scheduler/schedule.ts'

const MOST_SIMULATIONS = 200
const FEWEST_SIMULATIONS = 20
/** All simulations together may have about this many slices: a prediction must not take longer than what it predicts. */
const SLICES_IN_ALL = 400_000

/** How many simulations a prediction is made of, where one has this many slices. */
export function simulationsFor(slices: number): number {
  const wanted = Math.floor(SLICES_IN_ALL / Math.max(1, slices))
  return Math.max(FEWEST_SIMULATIONS, Math.min(MOST_SIMULATIONS, wanted))
}

/**
 * Of what was measured on this machine, a switch between threads: they are all of one process here, whatever the workload
 * says, start before the run and touch no memory. A figure of another machine would only look like knowledge.
 */
export function measuredCosts(constants: readonly ModelConstant[]): Costs {
  const { switchWithinProcess } = costsFrom(constants.filter(({ origin }) => origin.kind === 'measured')).costs
  return { ...FREE, switchWithinProcess, switchBetweenProcesses: switchWithinProcess }
}
