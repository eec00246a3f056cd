import { z } from 'zod'
import { Outcome } from './outcome.ts'

/** The circumstances of a series that a reader must know to read it: parent size, page size, placement. */
export const Condition = z.record(z.string(), z.union([z.string(), z.number()]))
export type Condition = z.infer<typeof Condition>

/** What a figure is counted in: nanoseconds, bytes, or nothing, as a share or a number of things is. */
export const Unit = z.enum(['ns', 'B', '1'])
export type Unit = z.infer<typeof Unit>

/** A closed interval [low, high] in the unit of the figure that it belongs to. */
export const Interval = z.tuple([z.number(), z.number()])
export type Interval = z.infer<typeof Interval>

/**
 * What the samples of a series come to, in the series' unit. Every location figure has the
 * harness overhead already subtracted; `overhead` says how much that was.
 */
export const Summary = z.object({
  median: z.number(),
  /** 95 % bootstrap interval of the median, resampling whole rounds. */
  interval: Interval,
  p5: z.number(),
  p25: z.number(),
  p75: z.number(),
  p95: z.number(),
  p99: z.number(),
  min: z.number(),
  max: z.number(),
  /** Median absolute deviation from the median, not scaled. */
  mad: z.number(),
  count: z.int().nonnegative(),
  /** Samples outside Tukey's fences. They are counted, never discarded. */
  outliers: z.int().nonnegative(),
  overhead: z.number(),
})
export type Summary = z.infer<typeof Summary>

/** Which measurement: a series, one of its parts, under one condition. */
export const SeriesIdentity = z.object({ id: z.string(), part: z.string(), condition: Condition })
export type SeriesIdentity = z.infer<typeof SeriesIdentity>

/** One measured series as it is stored: every raw sample is kept, in the order taken. */
export const Series = SeriesIdentity.extend({
  unit: Unit,
  /** Operations measured together as one sample; the sample is what one of them comes to. */
  batch: z.int().positive(),
  outcome: Outcome,
  samples: z.array(z.number()),
  /** How many of the samples each round of the interleaved procedure gave: pairs the rounds of different series. */
  blocks: z.array(z.int().nonnegative()),
  summary: Summary.nullable(),
})
export type Series = z.infer<typeof Series>

/** Points that draw a distribution, overhead subtracted, reduced from the samples by the lab. */
export const Shape = z.object({
  /** Quantiles at evenly spaced probabilities from 0 to 1. */
  ecdf: z.array(z.number()),
  /** Kernel density over the logarithm of the value; `x` is in the series' unit, `y` is scaled to a greatest value of 1. */
  density: z.object({ x: z.array(z.number()), y: z.array(z.number()) }),
})
export type Shape = z.infer<typeof Shape>

/** A series as hosts show it: its shape in place of its samples. */
export const SeriesView = Series.omit({ samples: true, blocks: true }).extend({ shape: Shape.nullable() })
export type SeriesView = z.infer<typeof SeriesView>

/** Compares two series part by part: the ratio of medians over paired rounds. */
export const Ratio = z.object({
  of: SeriesIdentity,
  to: SeriesIdentity,
  ratio: z.number(),
  interval: Interval,
  /** Mann–Whitney, two-sided, over the medians of the rounds. */
  p: z.number(),
  /** How many paired rounds the interval rests on. */
  rounds: z.int().nonnegative(),
  verdict: z.enum(['differs', 'no-difference-shown']),
})
export type Ratio = z.infer<typeof Ratio>
