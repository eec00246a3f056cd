import { z } from 'zod'
import { Prediction } from './prediction.ts'
import { Interval } from './series.ts'

/** What one stored run says a constant is. */
export const ConstantInRun = z.object({
  run: z.string(),
  startedAt: z.iso.datetime(),
  value: z.number(),
  /** The scatter within that run. */
  interval: Interval,
  /** The samples that it rests on. */
  samples: z.int().nonnegative(),
})
export type ConstantInRun = z.infer<typeof ConstantInRun>

/** Where a constant's value comes from. */
export const ConstantOrigin = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('measured'),
    /** The newest first. */
    runs: z.array(ConstantInRun).min(1),
    /** What the interval covers: the newest run's scatter alone, or where a further run would find the constant. */
    covers: z.enum(['within-run', 'between-runs']),
  }),
  /** Somebody else's figure, of another machine: it has no interval here. */
  z.object({ kind: z.literal('published'), source: z.url(), about: z.string() }),
  z.object({ kind: z.literal('unknown') }),
])
export type ConstantOrigin = z.infer<typeof ConstantOrigin>

/** A constant of this machine's cost model. */
export const ModelConstant = z.object({
  id: z.string(),
  title: z.string(),
  explanation: z.string(),
  /** The experiment that measures it. */
  experiment: z.string(),
  unit: z.string(),
  value: z.number().nullable(),
  interval: Interval.nullable(),
  origin: ConstantOrigin,
  /** Which run would make it known, or better known. */
  command: z.string(),
  /** What is predicted with it; null where a further run could only repeat it. */
  predicts: z.string().nullable(),
})
export type ModelConstant = z.infer<typeof ModelConstant>

/** A prediction that constants of earlier runs made, and the run that it was made for. */
export const MadePrediction = z.object({
  run: z.string(),
  startedAt: z.iso.datetime(),
  experiment: z.string(),
  /** Ids of the constants that it was made with. */
  constants: z.array(z.string()),
  prediction: Prediction,
})
export type MadePrediction = z.infer<typeof MadePrediction>

export const CostModel = z.object({
  constants: z.array(ModelConstant),
  /** Those made for the runs that were read, the newest first. */
  predictions: z.array(MadePrediction),
  /** Runs that were read: of this machine, and of others, which say nothing about it. */
  runs: z.object({ own: z.int().nonnegative(), foreign: z.int().nonnegative() }),
})
export type CostModel = z.infer<typeof CostModel>
