import { randomBytes, randomInt } from 'node:crypto'
import { setMaxListeners } from 'node:events'
import { setImmediate } from 'node:timers/promises'
import { MeasurementRequest, type Activity, type MeasurementEvent } from '../contract/measurement.ts'
import type { Outcome } from '../contract/outcome.ts'
import type { Prediction } from '../contract/prediction.ts'
import { RUN_SCHEMA, type Observation, type Procedure, type Run, type RunView } from '../contract/run.ts'
import type { Series, SeriesIdentity } from '../contract/series.ts'
import type { Warning } from '../contract/warning.ts'
import type { Experiment, ExperimentEvent, ExperimentResult, Means } from './experiments/experiment.ts'
import { parseParameters, UsageError } from './experiments/parameters.ts'
import { LiveFeed } from './live-feed.ts'
import type { MachineReader } from './machine/card.ts'
import { readCpuTicks, stealShare } from './machine/steal.ts'
import { machineWarnings } from './machine/warnings.ts'
import { absentSeries, assembleRatios, assembleSeries, scorePredictions } from './runs/assemble.ts'
import { doubts } from './runs/doubts.ts'
import type { RunStore } from './runs/store.ts'
import { viewRun } from './runs/view.ts'

/** Another measurement is running; two at once would disturb each other. */
export class Busy extends Error {
  override name = 'Busy'
}

export interface MeasurementOptions {
  experiments: readonly Experiment[]
  means: Means
  machine: MachineReader
  store: RunStore
  program: Run['program']
}

interface Plan {
  experiment: Experiment
  parameters: Run['parameters']
  series: string[]
  seed: number
  budgetSeconds: number
}

interface Current {
  runId: string
  experiment: string
  fraction: number
  remainingSeconds: number
  controller: AbortController
  /** Whether somebody has begun to consume the events: from then on they clean up after themselves. */
  begun: boolean
  abort: () => void
  ended: Promise<void>
}

/** Everything that gathers while an experiment runs. */
interface Gathered {
  predictions: Prediction[]
  observations: Observation[]
  warnings: Warning[]
  result: ExperimentResult | null
  /** What was going to be measured, for a run that is cancelled before it comes to that. */
  planned: readonly SeriesIdentity[]
}

/** Runs one measurement at a time, reports it as events, stores it when it is complete. */
export class Measurements {
  readonly #options: MeasurementOptions
  #current: Current | null = null

  constructor(options: MeasurementOptions) {
    this.#options = options
  }

  get running(): Activity['running'] {
    if (!this.#current) return null
    const { runId, experiment, fraction, remainingSeconds } = this.#current
    return { runId, experiment, fraction, remainingSeconds }
  }

  /** Ends what is running and resolves when all of it is gone. */
  async cancel(): Promise<boolean> {
    const current = this.#current
    if (!current) return false
    current.abort()
    await current.ended
    return true
  }

  /**
   * Checks a request and starts it; what it reports comes as events, the last of which is `done`. The caller must
   * consume the events or abort the signal. Throws UsageError, Busy or DataFolderError before anything is started.
   */
  async start(
    request: MeasurementRequest,
    signal: AbortSignal | undefined,
  ): Promise<AsyncGenerator<MeasurementEvent, void>> {
    const plan = this.#plan(request)
    if (this.#current) throw new Busy('A measurement is running; cancel it or wait until it is done.')
    const controller = new AbortController()
    // Every probe of a run listens to the same signal.
    setMaxListeners(0, controller.signal)
    const { promise: ended, resolve: end } = withResolvers()
    const startedAt = new Date()
    const current: Current = {
      runId: newRunId(plan.experiment.id, startedAt),
      experiment: plan.experiment.id,
      fraction: 0,
      remainingSeconds: plan.budgetSeconds,
      controller,
      begun: false,
      abort: () => {
        controller.abort()
        if (!current.begun) finish()
      },
      ended,
    }
    this.#current = current
    signal?.addEventListener('abort', current.abort, { once: true })
    const finish = (): void => {
      signal?.removeEventListener('abort', current.abort)
      if (this.#current === current) this.#current = null
      end()
    }
    try {
      signal?.throwIfAborted()
      await this.#options.store.prepare()
    } catch (error) {
      finish()
      throw error
    }
    return beforeReturn(this.#run(plan, current, startedAt, finish), current.abort)
  }

  #plan(request: MeasurementRequest): Plan {
    const { experiment: id, parameters, series, quick, budgetSeconds, seed } = MeasurementRequest.parse(request)
    const experiment = findExperiment(this.#options.experiments, id)
    return {
      experiment,
      parameters: parseParameters(experiment.parameters, parameters, quick),
      series: chooseSeries(experiment, this.#options.means, series),
      seed: seed ?? randomInt(0, 2 ** 32),
      budgetSeconds: budgetSeconds ?? experiment.budgetSeconds[quick ? 'quick' : 'full'],
    }
  }

  async *#run(
    plan: Plan,
    current: Current,
    startedAt: Date,
    finish: () => void,
  ): AsyncGenerator<MeasurementEvent, void> {
    current.begun = true
    const { signal } = current.controller
    const gathered: Gathered = { predictions: [], observations: [], warnings: [], result: null, planned: [] }
    try {
      const machine = await this.#options.machine.card()
      for (const warning of machineWarnings(machine)) {
        gathered.warnings.push(warning)
        yield { type: 'warning', warning }
      }
      const before = readCpuTicks()
      const events = plan.experiment.run({ ...plan, signal }, this.#options.means)
      yield* this.#relay(events, plan, current, gathered)
      const after = readCpuTicks()
      yield this.#progress(current, 'summarising', 1, 0, 'computing intervals')
      const run: Run = {
        schema: RUN_SCHEMA,
        id: current.runId,
        startedAt: startedAt.toISOString(),
        finishedAt: new Date().toISOString(),
        experiment: plan.experiment.id,
        parameters: plan.parameters,
        seed: plan.seed,
        ...(await this.#assemble(
          plan,
          gathered,
          before && after ? stealShare(before, after) : null,
          machine.clock.resolutionNs,
          signal,
        )),
        machine,
        program: this.#options.program,
      }
      if (before && after) {
        run.observations.push(tasksCreated(gathered.result, after.processes - before.processes))
      }
      yield { type: 'done', run: await this.#keep(plan.experiment, run) }
    } finally {
      current.controller.abort()
      finish()
    }
  }

  /** A cancelled run is shown, not stored: it is not complete. */
  async #keep(experiment: Experiment, run: Run): Promise<RunView> {
    const file = run.outcome.status === 'cancelled' ? null : await this.#options.store.save(run)
    return viewRun(run, experiment, file)
  }

  /** Passes on what the experiment reports, and gathers what the run is made of. */
  async *#relay(
    events: AsyncGenerator<ExperimentEvent, ExperimentResult>,
    plan: Plan,
    current: Current,
    gathered: Gathered,
  ): AsyncGenerator<MeasurementEvent, void> {
    const feed = new LiveFeed(plan.experiment, plan.seed)
    try {
      for (;;) {
        const next = await events.next()
        if (next.done) {
          gathered.result = next.value
          return
        }
        const event = next.value
        if (event.type === 'plan') {
          gathered.planned = event.series
          const { runId, experiment } = current
          yield { type: 'started', runId, experiment, budgetSeconds: plan.budgetSeconds, series: event.series }
        } else if (event.type === 'preparing') {
          yield this.#progress(current, event.phase, 0, plan.budgetSeconds, event.note)
        } else if (event.type === 'block') {
          yield* feed.take(event.recording, event.block)
        } else if (event.type === 'progress') {
          yield this.#progress(current, event.phase, event.fraction, event.remainingSeconds, event.note)
        } else {
          if (event.type === 'prediction') gathered.predictions.push(event.prediction)
          if (event.type === 'observation') gathered.observations.push(event.observation)
          if (event.type === 'warning') gathered.warnings.push(event.warning)
          yield event
        }
      }
    } catch (error) {
      if (!current.controller.signal.aborted) throw error
    } finally {
      // Ends the experiment where the consumer stopped listening; an experiment that is over does not mind.
      await events.return(EMPTY_RESULT)
    }
  }

  #progress(
    current: Current,
    phase: Extract<MeasurementEvent, { type: 'progress' }>['phase'],
    fraction: number,
    remainingSeconds: number,
    note: string,
  ): MeasurementEvent {
    current.fraction = fraction
    current.remainingSeconds = remainingSeconds
    return { type: 'progress', phase, fraction, remainingSeconds, note }
  }

  /** The statistics of a finished run; gives way to other work between series, so that the host stays responsive. */
  async #assemble(
    plan: Plan,
    { result, planned, predictions, observations, warnings }: Gathered,
    steal: number | null,
    clockResolutionNs: number | null,
    signal: AbortSignal,
  ): Promise<Pick<Run, 'outcome' | 'procedure' | 'series' | 'ratios' | 'predictions' | 'observations' | 'warnings'>> {
    const unreached = planned.map((identity) => ({ identity, outcome: { status: 'cancelled' as const } }))
    const { recordings, procedure, unmeasured } = result ?? { ...EMPTY_RESULT, unmeasured: unreached }
    const series: Series[] = []
    for (const recording of recordings) {
      for (const part of recording.subject.parts) {
        await setImmediate()
        const one = assembleSeries(recording, part, plan.seed)
        series.push(signal.aborted && one.samples.length === 0 ? absentSeries(one, { status: 'cancelled' }) : one)
      }
    }
    const ratios = []
    for (const comparison of plan.experiment.comparisons(series)) {
      await setImmediate()
      ratios.push(...assembleRatios(series, [comparison], plan.seed))
    }
    const circumstances = { series, recordings, target: procedure.target, stealShare: steal, clockResolutionNs }
    return {
      // It may also be cancelled now, while its statistics are computed.
      outcome: signal.aborted ? { status: 'cancelled' } : outcomeOf(series, result, procedure),
      procedure: result ? procedure : { ...procedure, budgetSeconds: plan.budgetSeconds },
      series: [...series, ...unmeasured.map(({ identity, outcome }) => absentSeries(identity, outcome))],
      ratios,
      predictions: scorePredictions(predictions, series),
      observations,
      warnings: [...warnings, ...doubts(circumstances)],
    }
  }
}

const EMPTY_PROCEDURE: Procedure = {
  rounds: 0,
  warmUpSeconds: 0,
  measuredSeconds: 0,
  budgetSeconds: 1,
  target: 0.02,
  stopped: 'cancelled',
}
const EMPTY_RESULT: ExperimentResult = { recordings: [], procedure: EMPTY_PROCEDURE, unmeasured: [] }

function outcomeOf(series: readonly Series[], result: ExperimentResult | null, procedure: Procedure): Outcome {
  if (!result || procedure.stopped === 'cancelled') return { status: 'cancelled' }
  if (series.some(({ outcome }) => outcome.status === 'measured')) return { status: 'measured' }
  const first = series[0]?.outcome ?? result.unmeasured[0]?.outcome
  return first ?? { status: 'skipped', reason: 'no series was chosen' }
}

/** The kernel's own count of new tasks beside ours: it must not be smaller. */
function tasksCreated(result: ExperimentResult | null, kernel: number): Observation {
  const lab = (result?.recordings ?? []).reduce((sum, { counts }) => sum + (counts['created'] ?? 0), 0)
  return { name: 'tasks-created', facts: { recordedByTheLab: lab, countedByTheKernel: kernel, agrees: kernel >= lab } }
}

/** Throws UsageError for an id that no experiment has. */
export function findExperiment(experiments: readonly Experiment[], id: string): Experiment {
  const found = experiments.find((experiment) => experiment.id === id)
  if (found) return found
  throw new UsageError(`There is no experiment "${id}"; there are ${experiments.map((one) => one.id).join(', ')}.`)
}

function chooseSeries(experiment: Experiment, means: Means, wanted: readonly string[] | undefined): string[] {
  const known = experiment.series(means).map(({ id }) => id)
  const unknown = wanted?.find((id) => !known.includes(id))
  if (unknown !== undefined) {
    throw new UsageError(`${experiment.id} has no series "${unknown}" here; there are ${known.join(', ')}.`)
  }
  if (wanted?.length === 0) throw new UsageError(`Choose at least one series of ${known.join(', ')}.`)
  return wanted ? [...new Set(wanted)] : known
}

function newRunId(experiment: string, at: Date): string {
  const stamp = at.toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-')
  return `${stamp}-${experiment}-${randomBytes(3).toString('hex')}`
}

/** Calls `before` whenever the events are returned: one that was not begun skips its own `finally`. */
function beforeReturn<Event>(events: AsyncGenerator<Event, void>, before: () => void): AsyncGenerator<Event, void> {
  const end = events.return.bind(events)
  events.return = (value) => {
    before()
    return end(value)
  }
  return events
}

function withResolvers(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => {}
  const promise = new Promise<void>((settle) => {
    resolve = settle
  })
  return { promise, resolve }
}
