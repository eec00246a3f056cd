import { z } from 'zod'
import { Interval, SeriesIdentity, Unit } from './series.ts'

/** A constant of the cost model, where it came from included. */
export const Constant = z.object({ value: z.number(), interval: Interval, unit: z.string() })
export type Constant = z.infer<typeof Constant>

/**
 * What the model says a series will measure, made before the samples that test it exist.
 * SIMULATED wherever it is shown.
 */
export const Prediction = z.object({
  of: SeriesIdentity,
  unit: Unit,
  /** The predicted median with its 95 % interval. */
  value: z.number(),
  interval: Interval,
  madeAt: z.iso.datetime(),
  /** The earlier runs that the constants come from; left out where they were fitted on a calibration of the same run. */
  runs: z.array(z.string()).min(1).optional(),
  model: z.object({
    /** The formula in words: `a + b × page-table pages`. */
    form: z.string(),
    constants: z.record(z.string(), Constant),
    /** What x stands for, and the x at which the prediction was made. */
    variable: z.string(),
    at: z.number(),
    /**
     * Where simulations say it: how many there were. The interval holds 95 % of them; the value is their median, or what
     * `form` comes to where it is a formula.
     */
    simulations: z.int().positive().optional(),
    /** The configurations that the constants were fitted on; never the one that scores them. */
    fittedOn: z.array(
      z.object({
        condition: SeriesIdentity.shape.condition,
        x: z.number(),
        y: z.number(),
        /** The earlier run that it was measured in. */
        run: z.string().optional(),
      }),
    ),
  }),
  /** Filled in once the same configuration has been measured. */
  score: z
    .object({
      measured: z.number(),
      interval: Interval,
      /** (measured − predicted) / predicted. */
      relativeError: z.number(),
      /** Whether the prediction's interval and the measured one overlap. */
      inside: z.boolean(),
    })
    .nullable(),
})
export type Prediction = z.infer<typeof Prediction>
