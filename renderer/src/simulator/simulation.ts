import type { ComparedPolicy } from '../../../model/scheduler/compare.ts'
import type { Metrics, PolicyId, Schedule, SimulatedMachine } from '../../../model/scheduler/schedule.ts'
import type { Workload } from '../../../model/scheduler/workload.ts'
import type { TimelineLane } from '../timeline/timeline.ts'

/** The policy and what it is tuned by. */
export interface ChosenPolicy {
  id: PolicyId
  settings: Readonly<Record<string, number>>
  seed: number
}

/** What the window asks of the simulation's worker. */
export type SimulationRequest = {
  workload: Workload
  machine: SimulatedMachine
} & ({ ask: 'simulate'; policy: ChosenPolicy } | { ask: 'compare'; policies: readonly ChosenPolicy[] })

/** A schedule with the lanes that its timeline is made of. */
export interface Simulation {
  schedule: Schedule
  cores: readonly TimelineLane[]
  tasks: readonly TimelineLane[]
  /** The same tasks as threads of one process, and as one process each; null where that would take too long. */
  contrast: { together: Metrics; apart: Metrics } | null
  milliseconds: number
}

/** One policy among the others, with what its small timeline is drawn from; no lanes where there are too many slices to keep. */
export interface DrawnPolicy extends ComparedPolicy {
  cores: readonly TimelineLane[]
}

export type SimulationAnswer =
  | { kind: 'simulated'; simulation: Simulation }
  | { kind: 'compared'; policy: DrawnPolicy; last: boolean }
  | { kind: 'failed'; sentence: string }

/** A simulation in the window ends here; the terminal's goes further. */
export const MOST_SLICES = 1_000_000
/** As many decisions are explained. */
export const MOST_DECISIONS = 2_000
