import type { ModelConstant } from '../../contract/cost-model.ts'
import type { PartDescription, SeriesDescription, TaskKind } from '../../contract/experiment.ts'
import type { Phase } from '../../contract/measurement.ts'
import type { Prediction } from '../../contract/prediction.ts'
import type { Observation, ParameterValue, Run } from '../../contract/run.ts'
import type { SeriesIdentity, Unit } from '../../contract/series.ts'
import type { Outcome } from '../../contract/outcome.ts'
import type { Timeline } from '../../contract/timeline.ts'
import type { Warning } from '../../contract/warning.ts'
import type { ProbeLocation } from '../probes/locate.ts'
import type { ProcedureEvent, ProcedureResult } from '../procedure/interleave.ts'
import type { Limits } from '../../contract/machine.ts'
import type { Room } from '../machine/task-capacity.ts'
import type { ParameterDefinitions } from './parameters.ts'

/** A way of starting a task that only the host process itself can use, timed by the host. */
export interface HostTask {
  id: string
  kind: TaskKind
  explanation: string
  /** Starts one, waits for its first message and its end. Aborting the signal ends it. */
  runOnce(signal: AbortSignal): Promise<HostMoments>
}

/** Nanoseconds of CLOCK_MONOTONIC. */
export interface HostMoments {
  start: bigint
  /** The call that starts it has returned. */
  called: bigint
  /** Read by the task's own first statement. */
  firstInstruction: bigint
  /** Its first message has arrived in the host. */
  firstMessage: bigint
  /** It has ended, as the host was told. */
  ended: bigint
}

/** What the machine and the host put at an experiment's disposal. */
export interface Means {
  probes: ProbeLocation
  hostTasks: readonly HostTask[]
  /** Memory that could be touched now without swapping, in bytes; a cgroup's cap counts. */
  availableBytes: () => number
  /** What the system lets us create, as it stands now. */
  limits: () => Limits
  /** What the system's limits leave room for, as it stands now. */
  taskRoom: () => Room[]
  /** Numbers of the cores that the scheduler may put us on; null where the system does not say. */
  allowedCores: () => readonly number[] | null
  /** What this machine costs, out of its stored runs; left out where nothing is stored. */
  modelConstants?: (signal: AbortSignal) => Promise<readonly ModelConstant[]>
}

export interface ExperimentRequest {
  parameters: Record<string, ParameterValue>
  /** Ids of the series to measure. */
  series: readonly string[]
  seed: number
  budgetSeconds: number
  signal: AbortSignal
}

/** What an experiment reports on its way; the lab turns it into what hosts see. */
export type ExperimentEvent =
  | { type: 'plan'; series: SeriesIdentity[] }
  | { type: 'preparing'; phase: Phase; note: string }
  | { type: 'prediction'; prediction: Prediction }
  | { type: 'observation'; observation: Observation }
  | { type: 'warning'; warning: Warning }
  | ProcedureEvent

/** What an experiment comes to, before the statistics. */
export interface ExperimentResult extends ProcedureResult {
  /** Who had which core, in some of the repetitions. */
  timelines?: Timeline[]
  /** Series that were not measured, each with its reason. */
  unmeasured: { identity: SeriesIdentity; outcome: Outcome }[]
}

export interface Experiment {
  id: string
  title: string
  question: string
  group: 'measure' | 'watch' | 'model' | 'learn'
  method: string
  parameters(means: Means): ParameterDefinitions
  /** The first spans the whole operation. */
  parts: readonly [PartDescription, ...PartDescription[]]
  budgetSeconds: { full: number; quick: number }
  series(means: Means): SeriesDescription[]
  /** Throws UsageError where parameters ask for more than this machine safely holds, and says what fits. */
  refuse?(parameters: Record<string, ParameterValue>, series: readonly string[], means: Means): void
  run(request: ExperimentRequest, means: Means): AsyncGenerator<ExperimentEvent, ExperimentResult>
  /** Which pairs of series to put into proportion. */
  comparisons(series: readonly SeriesIdentity[]): Comparison[]
  /** What a run shows, in sentences computed from it; the first is its headline. */
  findings(run: MeasuredRun): string[]
}

export interface Comparison {
  of: SeriesIdentity
  to: SeriesIdentity
}

/** As much of a run as its findings are computed from; stored runs and views both have it. */
export type MeasuredRun = Pick<Run, 'parameters' | 'ratios' | 'predictions' | 'observations'> & {
  series: readonly (SeriesIdentity & Pick<Run['series'][number], 'summary' | 'outcome'>)[]
}

/** What the figures of a part are counted in. A part that the experiment does not know is a time. */
export function unitOf({ parts }: Pick<Experiment, 'parts'>, part: string): Unit {
  return parts.find(({ id }) => id === part)?.unit ?? 'ns'
}

/** The part that spans the whole operation. */
export function wholePart({ parts }: Pick<Experiment, 'parts'>): string {
  return parts[0].id
}
