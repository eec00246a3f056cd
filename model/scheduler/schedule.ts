import type { Nanoseconds } from './workload.ts'

/** What the machine charges, in nanoseconds. All zero is the textbook's machine. */
export interface Costs {
  switchWithinProcess: Nanoseconds
  switchBetweenProcesses: Nanoseconds
  /** To fetch a working set again that other tasks have displaced, for each KiB. */
  refillPerKiB: number
  migration: Nanoseconds
  spawnThread: Nanoseconds
  spawnProcess: Nanoseconds
}

export interface SimulatedMachine {
  /** 1 to 64. */
  cores: number
  /** One run queue for all cores, or one each with balancing. */
  queues: 'one' | 'per-core'
  costs: Costs
}

export const POLICY_IDS = ['fifo', 'sjf', 'stcf', 'rr', 'mlfq', 'lottery', 'stride', 'eevdf'] as const
export type PolicyId = (typeof POLICY_IDS)[number]

/** A number that a policy can be tuned by, with its unit and bounds; `threadlab simulate` and the page derive their forms from it. */
export interface PolicyParameter {
  name: string
  title: string
  unit: 'ns' | 'count'
  least: number
  greatest: number
  default: number
}

/** Why a task left its core. */
export const SLICE_ENDS = [
  'quantum',
  'preempted',
  'io',
  'lock',
  'wait',
  'channel',
  'yield',
  'exit',
  'still-running',
] as const
export type SliceEnd = (typeof SLICE_ENDS)[number]

/** What a core does in a slice. */
export const SLICE_WORK = ['compute', 'switch', 'migration', 'spawn'] as const

/**
 * Who had which core from when to when, in the order in which they ended on each core. Struct of arrays, `count` long.
 * `work` and `end` index `SLICE_WORK` and `SLICE_ENDS`.
 */
export interface Slices {
  count: number
  task: Int32Array
  core: Uint8Array
  from: Float64Array
  to: Float64Array
  work: Uint8Array
  end: Uint8Array
}

export const TASK_STATES = ['not-yet', 'runnable', 'running', 'io', 'blocked', 'gone'] as const
export type TaskState = (typeof TASK_STATES)[number]

/** Which state a task entered when, in the order of time. `state` indexes `TASK_STATES`. Every task is `not-yet` at 0. */
export interface StateChanges {
  count: number
  at: Float64Array
  task: Int32Array
  state: Uint8Array
}

/** One choice of the policy, as it can be read: who could have had the core, what each scored, and why this one got it. */
export interface Decision {
  at: Nanoseconds
  core: number
  /** The task that got the core; null for one that stays idle. */
  chosen: number | null
  candidates: readonly {
    task: number
    /** What the policy compared, in words with its unit: `1.2 ms left`, `virtual deadline 8.4 ms, eligible`. */
    figures: string
  }[]
  /** One sentence. */
  why: string
}

/** Figures of one task, in nanoseconds; null for what did not happen within the simulation. */
export interface TaskMetrics {
  task: number
  name: string
  process: number
  /** Its arrival, or when it was spawned. */
  arrival: Nanoseconds | null
  finished: Nanoseconds | null
  /** From arrival to finish. */
  turnaround: Nanoseconds | null
  /** From arrival to the first time on a core. */
  response: Nanoseconds | null
  /** Time it was runnable without a core. */
  waiting: Nanoseconds
  /** Time it computed. */
  computed: Nanoseconds
  switches: number
  migrations: number
}

export interface Metrics {
  end: Nanoseconds
  /** Means over the tasks that finished; null where none did. */
  turnaround: Nanoseconds | null
  response: Nanoseconds | null
  waiting: Nanoseconds | null
  /** Jain's index over the share of the time between arrival and finish that each task did not have to wait: 1 is even. */
  fairness: number | null
  switches: number
  migrations: number
  /** Share of all cores' time spent computing, and spent on switches, migrations and creation. */
  utilisation: number
  overhead: number
}

/** What a simulation gives. SIMULATED wherever it is shown. */
export interface Schedule {
  policy: PolicyId
  machine: SimulatedMachine
  tasks: readonly TaskMetrics[]
  slices: Slices
  changes: StateChanges
  metrics: Metrics
  /** `finished`: every task is gone. `stuck`: the rest wait for each other for ever. `bound`: too many slices. */
  ended: { how: 'finished' | 'stuck' | 'bound'; sentence: string }
  /** The first decisions, as many as were asked for. */
  decisions: readonly Decision[]
}
