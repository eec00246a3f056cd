import { eventIterator, oc, type ContractRouterClient } from '@orpc/contract'
import { z } from 'zod'
import { CostModel } from './cost-model.ts'
import { ExperimentDescription } from './experiment.ts'
import { InspectorFrame, InspectorRequest, ProcessEntry } from './inspector.ts'
import { MachineCard } from './machine.ts'
import { Activity, MeasurementEvent, MeasurementRequest } from './measurement.ts'
import { RunEntry, RunView, UnreadableRun } from './run.ts'
import { Warning } from './warning.ts'

/** Failures that a user can meet and mend; each message says what to do. */
const procedure = oc.errors({
  USAGE: { status: 400 },
  NOT_FOUND: { status: 404 },
  /** Another measurement is running; two at once would disturb each other. */
  BUSY: { status: 409 },
  FAILED: { status: 500 },
})

const RunId = z.object({ id: z.string().max(80) })

/** What every host offers, whatever carries the bytes. */
export const contract = {
  experiments: {
    list: procedure.output(z.array(ExperimentDescription)),
  },
  machine: {
    card: procedure.output(
      z.object({
        card: MachineCard,
        warnings: z.array(Warning),
        words: z.string(),
      }),
    ),
  },
  model: {
    /** What this machine costs, out of its stored runs; where each figure comes from; how its predictions fared. */
    constants: procedure.output(CostModel),
  },
  inspector: {
    /** Samples of what threads do, until it is closed or nobody is left to follow; the last then says `ended`. */
    watch: procedure.input(InspectorRequest).output(eventIterator(InspectorFrame)),
    /** Whom one could follow, at most 5,000 of them. */
    processes: procedure.output(z.array(ProcessEntry)),
  },
  activity: procedure.output(eventIterator(Activity)),
  measure: procedure.input(MeasurementRequest).output(eventIterator(MeasurementEvent)),
  /** Cancels the measurement that is running, whoever started it; resolves when everything it started is gone.
   * Whoever consumes the events of `measure` must go on doing so meanwhile. */
  cancel: procedure.output(z.object({ cancelled: z.boolean() })),
  runs: {
    list: procedure.output(
      z.object({ folder: z.string(), runs: z.array(RunEntry), unreadable: z.array(UnreadableRun) }),
    ),
    get: procedure.input(RunId).output(RunView),
    export: procedure
      .input(RunId.extend({ format: z.enum(['csv', 'json', 'trace']) }))
      .output(z.object({ fileName: z.string(), mediaType: z.string(), text: z.string() })),
  },
}

export type LabContract = typeof contract
export type LabClient = ContractRouterClient<LabContract>
