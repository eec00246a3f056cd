import { z } from 'zod'
import { MachineCard } from './machine.ts'
import { Outcome } from './outcome.ts'
import { Prediction } from './prediction.ts'
import { Condition, Ratio, Series, SeriesView } from './series.ts'
import { Timeline } from './timeline.ts'
import { Warning } from './warning.ts'

export const RUN_SCHEMA = 'threadlab.run/1'

/** A named fact that goes with the figures: what the kernel counted, what memory really was. */
export const Observation = z.object({
  name: z.string(),
  about: z.object({ id: z.string().optional(), condition: Condition.optional() }).optional(),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
})
export type Observation = z.infer<typeof Observation>

export const ParameterValue = z.union([z.string(), z.number(), z.array(z.union([z.string(), z.number()]))])
export type ParameterValue = z.infer<typeof ParameterValue>

/** How the procedure went: what it did before measuring and why it stopped. */
export const Procedure = z.object({
  rounds: z.int().nonnegative(),
  warmUpSeconds: z.number().nonnegative(),
  measuredSeconds: z.number().nonnegative(),
  budgetSeconds: z.number().positive(),
  /** Wanted half-width of the median's interval, relative to the median. */
  target: z.number().positive(),
  stopped: z.enum(['target-reached', 'budget-spent', 'sample-cap', 'cancelled', 'failed']),
})
export type Procedure = z.infer<typeof Procedure>

/** One measurement, kept as one JSON file. */
export const Run = z.object({
  schema: z.literal(RUN_SCHEMA),
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{3,79}$/),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime(),
  experiment: z.string(),
  parameters: z.record(z.string(), ParameterValue),
  seed: z.int().nonnegative(),
  outcome: Outcome,
  procedure: Procedure,
  series: z.array(Series),
  ratios: z.array(Ratio),
  predictions: z.array(Prediction),
  observations: z.array(Observation),
  /** Who had which core in some of the repetitions, where the experiment records it. */
  timelines: z.array(Timeline).max(3).optional(),
  warnings: z.array(Warning),
  machine: MachineCard,
  program: z.object({ name: z.literal('threadlab'), version: z.string(), host: z.string() }),
})
export type Run = z.infer<typeof Run>

/** A run as hosts show it: shapes in place of samples, and the file it is stored in. */
export const RunView = Run.extend({
  series: z.array(SeriesView),
  /** What the run shows, in sentences computed from it; the first is its headline. */
  findings: z.array(z.string()),
  file: z.string().nullable(),
})
export type RunView = z.infer<typeof RunView>

/** A line of the list of runs. */
export const RunEntry = Run.pick({
  id: true,
  startedAt: true,
  experiment: true,
  outcome: true,
  parameters: true,
}).extend({
  /** The finding in one sentence, computed from the run. */
  headline: z.string(),
  samples: z.int().nonnegative(),
  warnings: z.int().nonnegative(),
})
export type RunEntry = z.infer<typeof RunEntry>

/** A file of the data folder that could not be read as a run; it is left untouched. */
export const UnreadableRun = z.object({ file: z.string(), reason: z.string() })
export type UnreadableRun = z.infer<typeof UnreadableRun>
