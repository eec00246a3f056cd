import { z } from 'zod'
import { TimelineSlices, TimelineSource } from './timeline.ts'

/** The version of the line protocol between the lab and `threadprobe`. */
export const PROBE_PROTOCOL = 1

/** Exit statuses of a probe. */
export const PROBE_EXIT = { done: 0, failed: 1, usage: 2, unsupported: 77 } as const

const Facts = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))

/** One line of a probe's standard output. */
export const ProbeLine = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('hello'),
    protocol: z.int(),
    experiment: z.string(),
    build: z.string(),
    pid: z.int().positive(),
    clock: z.object({ name: z.string(), resolutionNs: z.number() }),
    /** The core that the probe pinned itself to, or null where it runs free. */
    core: z.int().nonnegative().nullable(),
  }),
  z.object({ type: z.literal('observation'), name: z.string(), facts: Facts }),
  /** Preparation is over; the probe waits for commands on standard input. */
  z.object({ type: z.literal('ready') }),
  /** The answer to one `block` command. */
  z.object({
    type: z.literal('samples'),
    series: z.string(),
    /** Operations that each sample spans. */
    batch: z.int().positive(),
    /** Raw samples for each part, all of the same length: what a whole batch came to, in the part's unit. */
    values: z.record(z.string(), z.array(z.number().nonnegative())),
    /** Median of the same loop with an empty body, for each part, over a whole batch. */
    overhead: z.record(z.string(), z.number().nonnegative()),
    counts: z.record(z.string(), z.number()),
    /** Where the experiment records who had which core during the block. */
    timeline: TimelineSlices.extend({ source: TimelineSource }).optional(),
    /** Why fewer samples came than were asked for. */
    stopped: z.object({ call: z.string(), errno: z.string(), message: z.string(), iteration: z.int() }).optional(),
  }),
  z.object({ type: z.literal('unsupported'), reason: z.string() }),
  z.object({ type: z.literal('error'), what: z.string(), errno: z.string().optional(), advice: z.string() }),
])
export type ProbeLine = z.infer<typeof ProbeLine>
export type ProbeHello = Extract<ProbeLine, { type: 'hello' }>
export type ProbeSamples = Extract<ProbeLine, { type: 'samples' }>
