import { z } from 'zod'

/**
 * Why a thread lost its core: another one got it, it had to wait, or it had ended. A thread that watches itself cannot
 * tell the first from an interrupt.
 */
export const TIMELINE_ENDS = ['preempted', 'waits', 'ended'] as const

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
  /** Which of the repetitions: the one nearest to all medians, the one that was done soonest, the one that took longest. */
  which: z.enum(['typical', 'soonest', 'latest']),
  /** The repetition, counted from 1. */
  repetition: z.int().positive(),
  source: TimelineSource,
  tasks: z.array(z.string()),
  slices: TimelineSlices,
})
export type Timeline = z.infer<typeof Timeline>
