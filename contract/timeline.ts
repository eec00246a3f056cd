import { z } from 'zod'
import { SeriesIdentity } from './series.ts'

/** A run keeps at most this many slices, of all its timelines together. */
export const MOST_TIMELINE_SLICES = 20_000

const column = z.array(z.int().nonnegative())

/** Who had which core from when to when, in nanoseconds from the common start. Columns of equal length, core by core. */
export const TimelineSlices = z.object({
  /** Indexes the timeline's tasks. */
  task: column,
  /** The machine's number of the core. */
  core: column,
  from: column,
  to: column,
  /** Indexes `TIMELINE_ENDS`. */
  end: column,
})
export type TimelineSlices = z.infer<typeof TimelineSlices>

/** How it is known: from the kernel's records of every switch, or from what each thread saw of itself while it computed. */
export const TimelineSource = z.enum(['kernel', 'threads'])
export type TimelineSource = z.infer<typeof TimelineSource>

/** One repetition as it went. MEASURED wherever it is shown. */
export const Timeline = z.object({
  /**
   * Which of the repetitions: the one nearest to all medians, the one that was done soonest, the one that took longest;
   * or one of its own that was made to be recorded, and of which no figure is.
   */
  which: z.enum(['typical', 'soonest', 'latest', 'recorded']),
  /** The repetition, counted from 1. */
  repetition: z.int().positive(),
  /** Which measurement it shows, where a run has several. */
  of: SeriesIdentity.pick({ id: true, condition: true }).optional(),
  source: TimelineSource,
  tasks: z.array(z.string()),
  slices: TimelineSlices,
})
export type Timeline = z.infer<typeof Timeline>
