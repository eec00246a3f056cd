import type { Finding } from './finding.ts'

/**
 * How the schedules are looked through:
 * - `states`: every reachable state once; schedules are counted as paths, so this is all schedules
 * - `reduced`: one schedule of each class that differs only in the order of independent steps (dynamic partial-order
 *   reduction with sleep sets)
 * - `preemptions`: every schedule with at most so many switches away from a thread that could have gone on
 * - `random`: so many schedules, each step drawn evenly from the threads that can go
 * - `pct`: so many schedules by random priorities with random change points (Burckhardt et al. 2010)
 */
export type Search = 'states' | 'reduced' | 'preemptions' | 'random' | 'pct'

export interface ExploreOptions {
  search: Search
  /** For `preemptions`. */
  preemptions?: number
  /** For `random` and `pct`. */
  schedules?: number
  seed?: number
  /** The search ends here with a verdict that is not exhaustive. */
  most: { states: number; depth: number }
  /** Called every few thousand states. */
  onProgress?: (states: number) => void
}

/** A way for the program to end, with the values of the shared variables there. */
export interface ProgramOutcome {
  /** `stuck` is a deadlock, `stopped` an assertion or misuse that stopped a thread; the others finished. */
  ending: 'right' | 'wrong' | 'finished' | 'stuck' | 'stopped'
  /** Shared variables by name, as in `counter` or `flag[1]`. */
  values: Readonly<Record<string, number>>
  /**
   * Schedules that end so, of those that the search looks at (for `random` and `pct`, of those drawn); null where it cannot
   * count them (`reduced`) or there is no end to them (loops).
   */
  schedules: bigint | null
  /** A shortest schedule among those seen that ends so. */
  replay: string
}

export interface FoundFinding {
  finding: Finding
  /** A replay code that leads to it; a shortest one where the search is `states`. */
  replay: string
  /** The fewest preemptions that lead to it, where the search is `preemptions`. */
  preemptions?: number
}

export interface Exploration {
  search: Search
  /** The bound, where the search is `preemptions`. */
  preemptions?: number
  /** Whether nothing within the search's own terms was left out; `bound` says what stopped it otherwise. */
  complete: boolean
  bound: 'states' | 'depth' | null
  /** The bound on the steps of a schedule. */
  mostSteps: number
  /**
   * Distinct states for `states`, and with who runs and how many preemptions there were for `preemptions`; nodes of the tree
   * of schedules for the others.
   */
  states: number
  steps: number
  /** All schedules of the program; null where loops make them endless or the search cannot count them. */
  schedules: bigint | null
  /** Schedules that were run, to their end or to the bound on their steps, for the searches that run them one by one. */
  schedulesRun: number | null
  outcomes: readonly ProgramOutcome[]
  findings: readonly FoundFinding[]
}
