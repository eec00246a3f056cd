/** Samples a second that may be asked for. */
export const INSPECTOR_HERTZ = { least: 1, greatest: 50, default: 10 } as const

/** How far back the samples of an inspection can be looked through. */
export const INSPECTOR_HISTORY_SECONDS = 300

/**
 * What a thread does, as far as `/proc` tells: its letter there, and where that leaves open whether it had a core, whether
 * it ran for at least half of the time since the sample before.
 */
export const THREAD_STATES = ['running', 'runnable', 'sleeping', 'blocked', 'io', 'stopped', 'gone'] as const
export type ThreadState = (typeof THREAD_STATES)[number]

/** The kernel's scheduling policies, by their number in `sched(7)`. */
export const SCHEDULING_POLICIES = ['other', 'fifo', 'rr', 'batch', 'iso', 'idle', 'deadline', 'ext'] as const

/** Why no wait channel stands beside a thread, in place of an index of the words. */
export const NO_WAIT = { none: -1, hidden: -2 } as const
