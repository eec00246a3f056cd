import { randomBytes } from 'node:crypto'
import { setMaxListeners } from 'node:events'
import type { Activity, MeasurementEvent, MeasurementRequest } from '../contract/measurement.ts'
import type { MachineCard } from '../contract/machine.ts'
import { NOT_STORED } from '../contract/not-stored.ts'
import type { Run, RunView } from '../contract/run.ts'
import type { Warning } from '../contract/warning.ts'
import type { StoredCostModel } from './constants/cost-model.ts'
import type { Experiment, ExperimentEvent, ExperimentResult, Means } from './experiments/experiment.ts'
import { planMeasurement, type Plan } from './experiments/plan.ts'
import { LiveFeed } from './live-feed.ts'
import type { Inspections } from './inspector/inspections.ts'
import type { MachineReader } from './machine/card.ts'
import { readCpuTicks } from './machine/steal.ts'
import { machineWarnings } from './machine/warnings.ts'
import { assembleRun, NOTHING_MEASURED, type Gathered } from './runs/assemble-run.ts'
import { claimMachine, type Occupied } from './runs/measuring-lock.ts'
import { DataFolderError, type RunStore } from './runs/store.ts'
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
  costModel: StoredCostModel
  program: Run['program']
  /** Reading /proc takes a share of a core from what is measured. */
  inspections?: Pick<Inspections, 'lookout'>
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

const INSPECTED: Warning = {
  kind: 'background-load',
  message: 'The inspector was reading /proc during this run, which takes processor time and disturbs what is measured.',
  advice: 'Pause the inspector, or leave its page, while you measure.',
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
    const { experiments, means } = this.#options
    const plan = planMeasurement(experiments, means, request)
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
    let letGo = (): void => {}
    const finish = (): void => {
      letGo()
      signal?.removeEventListener('abort', current.abort)
      if (this.#current === current) this.#current = null
      end()
    }
    try {
      signal?.throwIfAborted()
      await this.#options.store.prepare()
      const claim = claimMachine(this.#options.store.folder)
      if (typeof claim !== 'function') throw occupied(claim)
      letGo = claim
      // It may have been cancelled while the folder was looked at.
      signal?.throwIfAborted()
    } catch (error) {
      finish()
      throw error
    }
    return beforeReturn(this.#run(plan, current, startedAt, finish), current.abort)
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
      const wasInspected = this.#options.inspections?.lookout()
      const before = readCpuTicks()
      const events = plan.experiment.run({ ...plan, signal }, this.#options.means)
      yield* this.#relay(events, plan, current, gathered, machine)
      const after = readCpuTicks()
      if (wasInspected?.()) {
        gathered.warnings.push(INSPECTED)
        yield { type: 'warning', warning: INSPECTED }
      }
      yield this.#progress(current, 'summarising', 1, 0, 'computing intervals')
      const { runId: id } = current
      const { program } = this.#options
      const run = await assembleRun(plan, gathered, {
        id,
        startedAt,
        machine,
        program,
        ticks: { before, after },
        signal,
      })
      yield { type: 'done', run: await this.#keep(plan.experiment, run) }
    } finally {
      current.controller.abort()
      finish()
    }
  }

  /** A cancelled run is shown, not stored: it is not complete. One that cannot be stored is shown, and says why. */
  async #keep(experiment: Experiment, run: Run): Promise<RunView> {
    if (run.outcome.status === 'cancelled') return viewRun(run, experiment, null)
    try {
      return viewRun(run, experiment, await this.#options.store.save(run))
    } catch (error) {
      if (!(error instanceof DataFolderError)) throw error
      run.observations.push({ name: NOT_STORED, facts: { reason: error.message } })
      return viewRun(run, experiment, null)
    }
  }

  /** Passes on what the experiment reports, and gathers what the run is made of. */
  async *#relay(
    events: AsyncGenerator<ExperimentEvent, ExperimentResult>,
    plan: Plan,
    current: Current,
    gathered: Gathered,
    machine: MachineCard,
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
          yield* this.#predict(plan, current, gathered, machine)
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
      await events.return(NOTHING_MEASURED)
    }
  }

  /** What earlier runs say of this one; nothing of it is prepared or measured yet. */
  async *#predict(
    plan: Plan,
    current: Current,
    gathered: Gathered,
    machine: MachineCard,
  ): AsyncGenerator<MeasurementEvent, void> {
    yield this.#progress(current, 'preparing', 0, plan.budgetSeconds, 'predicting from earlier runs')
    const { signal } = current.controller
    const { costModel } = this.#options
    for (const prediction of await costModel.predict(plan.experiment.id, gathered.planned, machine, signal)) {
      gathered.predictions.push(prediction)
      yield { type: 'prediction', prediction }
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
}

function occupied({ occupiedBy, file }: Occupied): Busy {
  return new Busy(
    `Another Thread Lab (process ${occupiedBy}) is measuring; wait until it is done, or delete ${file} if that is not so.`,
  )
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
