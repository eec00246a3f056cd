import { setImmediate } from 'node:timers/promises'
import type { CpuTicks, MachineCard } from '../../contract/machine.ts'
import type { Outcome } from '../../contract/outcome.ts'
import type { Prediction } from '../../contract/prediction.ts'
import { RUN_SCHEMA, type Observation, type Procedure, type Run } from '../../contract/run.ts'
import type { Ratio, Series, SeriesIdentity } from '../../contract/series.ts'
import type { Warning } from '../../contract/warning.ts'
import { unitOf, wholePart, type ExperimentResult } from '../experiments/experiment.ts'
import type { Plan } from '../experiments/plan.ts'
import { stealShare } from '../machine/steal.ts'
import type { Recording } from '../procedure/recording.ts'
import { absentSeries, assembleRatios, assembleSeries, scorePredictions } from './assemble.ts'
import { doubts } from './doubts.ts'

/** Everything that gathers while an experiment runs. */
export interface Gathered {
  predictions: Prediction[]
  observations: Observation[]
  warnings: Warning[]
  /** Null where it was cancelled before it came to measuring. */
  result: ExperimentResult | null
  planned: readonly SeriesIdentity[]
}

/** When, where and by whom it was measured. */
export interface Circumstances {
  id: string
  startedAt: Date
  machine: MachineCard
  program: Run['program']
  /** The kernel's counters before and after. */
  ticks: { before: CpuTicks | null; after: CpuTicks | null }
  signal: AbortSignal
}

const CANCELLED: Outcome = { status: 'cancelled' }

/** What comes of a run that was cancelled before its first round. */
export const NOTHING_MEASURED: ExperimentResult = {
  recordings: [],
  procedure: { rounds: 0, warmUpSeconds: 0, measuredSeconds: 0, budgetSeconds: 1, target: 0.02, stopped: 'cancelled' },
  unmeasured: [],
}

/**
 * The document of a run, its statistics computed. Gives way to other work between series, so that the host stays
 * responsive and the run can still be cancelled.
 */
export async function assembleRun(plan: Plan, gathered: Gathered, circumstances: Circumstances): Promise<Run> {
  const { id, startedAt, machine, program, ticks, signal } = circumstances
  const { recordings, procedure, unmeasured } = gathered.result ?? {
    ...NOTHING_MEASURED,
    procedure: { ...NOTHING_MEASURED.procedure, budgetSeconds: plan.budgetSeconds },
    unmeasured: gathered.planned.map((identity) => ({ identity, outcome: CANCELLED })),
  }
  const series = await summariseAll(plan, recordings, signal)
  const ratios = await compareAll(plan, series)
  const steal = ticks.before && ticks.after ? stealShare(ticks.before, ticks.after) : null
  return {
    schema: RUN_SCHEMA,
    id,
    startedAt: startedAt.toISOString(),
    finishedAt: new Date().toISOString(),
    experiment: plan.experiment.id,
    parameters: plan.parameters,
    seed: plan.seed,
    outcome: signal.aborted ? CANCELLED : outcomeOf(series, unmeasured, procedure),
    procedure,
    series: [
      ...series,
      ...unmeasured.map(({ identity, outcome }) =>
        absentSeries(identity, unitOf(plan.experiment, identity.part), outcome),
      ),
    ],
    ratios,
    predictions: scorePredictions(gathered.predictions, series),
    ...(gathered.result?.timelines ? { timelines: gathered.result.timelines } : {}),
    observations: [...gathered.observations, ...countsOf(recordings), ...tasksCreated(recordings, ticks)],
    warnings: [
      ...gathered.warnings,
      ...doubts({
        series,
        recordings,
        whole: wholePart(plan.experiment),
        target: procedure.target,
        stealShare: steal,
      }).filter((doubt) => !isSaid(doubt, gathered.warnings)),
    ],
    machine,
    program,
  }
}

/** Whether the experiment has warned of the same thing, and knew more of it. */
function isSaid({ kind, about }: Warning, said: readonly Warning[]): boolean {
  return about !== undefined && said.some((one) => one.kind === kind && one.about === about)
}

async function summariseAll(
  { experiment, seed }: Plan,
  recordings: readonly Recording[],
  signal: AbortSignal,
): Promise<Series[]> {
  const series: Series[] = []
  for (const recording of recordings) {
    for (const part of recording.subject.parts) {
      await setImmediate()
      const one = assembleSeries(recording, { id: part, unit: unitOf(experiment, part) }, seed)
      series.push(signal.aborted && one.samples.length === 0 ? absentSeries(one, one.unit, CANCELLED) : one)
    }
  }
  return series
}

async function compareAll({ experiment, seed }: Plan, series: readonly Series[]): Promise<Ratio[]> {
  const ratios: Ratio[] = []
  for (const comparison of experiment.comparisons(series)) {
    await setImmediate()
    ratios.push(...assembleRatios(series, [comparison], seed))
  }
  return ratios
}

function outcomeOf(
  series: readonly Series[],
  unmeasured: ExperimentResult['unmeasured'],
  { stopped }: Procedure,
): Outcome {
  if (stopped === 'cancelled') return CANCELLED
  if (series.some(({ outcome }) => outcome.status === 'measured')) return { status: 'measured' }
  const first = series[0]?.outcome ?? unmeasured[0]?.outcome
  return first ?? { status: 'skipped', reason: 'no series was chosen' }
}

/** What was counted while each series was measured: the evidence that goes with its figure. */
function countsOf(recordings: readonly Recording[]): Observation[] {
  return recordings
    .filter(({ samples }) => samples > 0)
    .map(({ subject: { id, condition }, counts }) => ({
      name: 'counts',
      about: { id, condition },
      facts: { ...counts },
    }))
}

/** The kernel's own count of new tasks beside ours, where tasks were created: it must not be smaller. */
function tasksCreated(recordings: readonly Recording[], { before, after }: Circumstances['ticks']): Observation[] {
  if (!before || !after || !recordings.some(({ counts }) => 'created' in counts)) return []
  const lab = recordings.reduce((sum, { counts }) => sum + (counts['created'] ?? 0), 0)
  const kernel = after.processes - before.processes
  const facts = { recordedByTheLab: lab, countedByTheKernel: kernel, kernelCountedAtLeastAsMany: kernel >= lab }
  return [{ name: 'tasks-created', facts }]
}
