import { ValidationError } from '@orpc/contract'
import { implement, ORPCError } from '@orpc/server'
import { setTimeout } from 'node:timers/promises'
import { contract } from '../contract/router.ts'
import type { StoredCostModel } from './constants/cost-model.ts'
import type { Experiment, Means } from './experiments/experiment.ts'
import { describeParameters, UsageError } from './experiments/parameters.ts'
import type { Inspections } from './inspector/inspections.ts'
import { TargetNotFound } from './inspector/target-check.ts'
import type { MachineReader } from './machine/card.ts'
import { machineInFourWords } from './machine/describe.ts'
import { machineWarnings } from './machine/warnings.ts'
import { Busy, type Measurements } from './measurement.ts'
import { ProbeFailure } from './probes/probe.ts'
import { exportCsv, exportJson } from './runs/export.ts'
import { DataFolderError, RunNotFound, type RunStore } from './runs/store.ts'
import { exportTrace, NoTimelines } from './runs/trace.ts'
import { listRun, viewRun } from './runs/view.ts'

export interface RouterParts {
  experiments: readonly Experiment[]
  means: Means
  machine: MachineReader
  measurements: Measurements
  store: RunStore
  costModel: StoredCostModel
  inspections: Inspections
}

const ACTIVITY_INTERVAL_MS = 1000
const EXPORTS = { csv: exportCsv, json: exportJson, trace: exportTrace } as const

/** Everything that a host can ask of the lab; the same for the desktop, the browser host and the terminal. */
export function createRouter({
  experiments,
  means,
  machine,
  measurements,
  store,
  costModel,
  inspections,
}: RouterParts) {
  const os = implement(contract).use(async ({ next }) => {
    try {
      return await next()
    } catch (error) {
      throw explained(error)
    }
  })
  const experimentOf = (id: string): Experiment | undefined => experiments.find((experiment) => experiment.id === id)

  return os.router({
    experiments: {
      list: os.experiments.list.handler(() =>
        experiments.map(
          ({ run: _run, comparisons: _comparisons, findings: _findings, refuse: _refuse, ...experiment }) => ({
            ...experiment,
            parameters: describeParameters(experiment.parameters(means)),
            parts: [...experiment.parts],
            series: experiment.series(means),
          }),
        ),
      ),
    },
    machine: {
      card: os.machine.card.handler(async ({ signal }) => {
        const card = await machine.card(signal)
        return { card, warnings: machineWarnings(card), words: machineInFourWords(card) }
      }),
    },
    model: {
      constants: os.model.constants.handler(async ({ signal }) =>
        costModel.describe(await machine.card(signal), signal),
      ),
    },
    inspector: {
      watch: os.inspector.watch.handler(({ input, signal }) => explaining(inspections.watch(input, signal))),
      processes: os.inspector.processes.handler(() => inspections.processes()),
    },
    activity: os.activity.handler(async function* ({ signal }) {
      while (!signal?.aborted) {
        yield { load: machine.load().averages?.oneMinute ?? null, running: measurements.running }
        await setTimeout(ACTIVITY_INTERVAL_MS, undefined, signal ? { signal } : {}).catch(() => {})
      }
    }),
    measure: os.measure.handler(async ({ input, signal }) => explaining(await measurements.start(input, signal))),
    cancel: os.cancel.handler(async () => ({ cancelled: await measurements.cancel() })),
    runs: {
      list: os.runs.list.handler(async () => {
        const { runs, unreadable } = await store.list((run) => listRun(run, experimentOf(run.experiment)))
        return { folder: store.folder, runs, unreadable }
      }),
      get: os.runs.get.handler(async ({ input }) => {
        const run = await store.get(input.id)
        return viewRun(run, experimentOf(run.experiment), store.fileOf(run.id))
      }),
      export: os.runs.export.handler(async ({ input }) => {
        const run = await store.get(input.id)
        return EXPORTS[input.format](run)
      }),
    },
  })
}

/** Failures that a user can meet and mend as the contract names them; any other as it is. */
function explained(error: unknown): unknown {
  if (error instanceof UsageError) return new ORPCError('USAGE', { status: 400, message: error.message })
  if (error instanceof RunNotFound || error instanceof NoTimelines || error instanceof TargetNotFound)
    return new ORPCError('NOT_FOUND', { status: 404, message: error.message })
  if (error instanceof Busy) return new ORPCError('BUSY', { status: 409, message: error.message })
  if (error instanceof DataFolderError) return new ORPCError('FAILED', { status: 500, message: error.message })
  if (error instanceof ProbeFailure)
    return new ORPCError('FAILED', { status: 500, message: `${error.message} ${error.advice}` })
  if (error instanceof ORPCError && error.cause instanceof ValidationError && error.code === 'BAD_REQUEST') {
    const issues = error.cause.issues.map(({ path, message }) => `${path?.map(String).join('.') ?? ''}: ${message}`)
    return new ORPCError('USAGE', { status: 400, message: `The request is not usable. ${issues.join('; ')}.` })
  }
  return error
}

/** What fails on the way, when the run is stored for instance, fails outside of the middleware. */
function explaining<Event>(events: AsyncGenerator<Event, void>): AsyncGenerator<Event, void> {
  const next = events.next.bind(events)
  events.next = async () => {
    try {
      return await next()
    } catch (error) {
      throw explained(error)
    }
  }
  return events
}

export type LabRouter = ReturnType<typeof createRouter>
