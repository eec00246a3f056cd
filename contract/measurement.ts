import { z } from 'zod'
import { Prediction } from './prediction.ts'
import { Observation, ParameterValue, RunView } from './run.ts'
import { Ratio, SeriesIdentity, SeriesView } from './series.ts'
import { Warning } from './warning.ts'

/** Limits of a request; anything beyond is refused at the edge. */
export const MAXIMUM_BUDGET_SECONDS = 600

/** A request to measure, as any host sends it. Names and values are checked against the experiment. */
export const MeasurementRequest = z.object({
  experiment: z.string().max(80),
  parameters: z.record(z.string().max(80), ParameterValue).default({}),
  /** Only these series; all of them when left out. */
  series: z.array(z.string().max(80)).max(64).optional(),
  quick: z.boolean().default(false),
  budgetSeconds: z.number().positive().max(MAXIMUM_BUDGET_SECONDS).optional(),
  seed: z.int().nonnegative().max(0xffff_ffff).optional(),
})
export type MeasurementRequest = z.input<typeof MeasurementRequest>

export const Phase = z.enum(['preparing', 'calibrating', 'warming-up', 'measuring', 'summarising'])
export type Phase = z.infer<typeof Phase>

/** What a measurement reports while it runs. The last event is `done`. */
export const MeasurementEvent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('started'),
    runId: z.string(),
    experiment: z.string(),
    budgetSeconds: z.number(),
    /** Everything that will be measured or is known not to be possible. */
    series: z.array(SeriesIdentity),
  }),
  z.object({
    type: z.literal('progress'),
    phase: Phase,
    /** From 0 to 1 over the whole run. */
    fraction: z.number(),
    remainingSeconds: z.number(),
    note: z.string(),
  }),
  /** Samples as they arrive, overhead not yet subtracted, coalesced to a few events a second. */
  z.object({
    type: z.literal('samples'),
    batches: z.array(z.object({ series: SeriesIdentity, values: z.array(z.number()) })),
  }),
  z.object({ type: z.literal('summary'), series: z.array(SeriesView), ratios: z.array(Ratio) }),
  z.object({ type: z.literal('prediction'), prediction: Prediction }),
  z.object({ type: z.literal('observation'), observation: Observation }),
  z.object({ type: z.literal('warning'), warning: Warning }),
  z.object({ type: z.literal('done'), run: RunView }),
])
export type MeasurementEvent = z.infer<typeof MeasurementEvent>

/** What the lab is doing, for the status line of every page. */
export const Activity = z.object({
  /** Load average over one minute. */
  load: z.number().nullable(),
  running: z
    .object({ runId: z.string(), experiment: z.string(), fraction: z.number(), remainingSeconds: z.number() })
    .nullable(),
})
export type Activity = z.infer<typeof Activity>
