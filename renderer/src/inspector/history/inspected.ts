import type { InspectedThread } from '../../../../contract/inspector.ts'
import type { ThreadState } from '../../../../contract/inspector-words.ts'

/**
 * A thread and its figures at one moment, in the units of `InspectedColumns`. Never changed once made: a thread of which
 * nothing changed is the same object in the next table.
 *
 * `row` is the history's own number: a thread keeps it when the inspection is begun anew, at another rate say.
 */
export interface InspectedRow extends InspectedThread {
  state: ThreadState
  /** −1 where the system does not tell, as for `delay` and `migrations`. */
  core: number
  ran: number
  cpu: number
  delay: number
  /** −1 until two readings of them exist, as for `involuntary`. */
  voluntary: number
  involuntary: number
  migrations: number
  /** The kernel's function that it waits in; null where it waits in none and where that is hidden. */
  wait: string | null
  waitHidden: boolean
}

/** All threads at one moment. */
export interface InspectedTable {
  /** When its sample was taken, in milliseconds since the epoch; `NaN` where there is none. */
  at: number
  /** In no promised order. */
  rows: readonly InspectedRow[]
}

/**
 * One thread, sample by sample. A sample covers the time from its `start` to its `at`; where the next one starts later than
 * this one ended, nothing is known of the time between. Columns of equal length.
 */
export interface ThreadSamples {
  /** As it was last known; null where it is in none of the samples kept. */
  thread: InspectedThread | null
  /** Of the samples that it is in. */
  count: number
  /** Milliseconds since the epoch. */
  start: Float64Array
  at: Float64Array
  /** Indexes `THREAD_STATES`. */
  state: Uint8Array
  /** `NO_CORE` where the system does not tell. */
  core: Uint16Array
  /** In the units of `InspectedColumns`, as are the others. */
  ran: Float32Array
  cpu: Float32Array
  delay: Float32Array
  voluntary: Float32Array
  involuntary: Float32Array
  migrations: Uint32Array
  /** Indexes `words`, or is one of `NO_WAIT`. */
  wait: Int32Array
  words: readonly string[]
  /** When the sample was taken in which it was no more; null while it lives and where that is not in the time asked for. */
  ended: number | null
}

/** Who ran on the cores, sample by sample: of each sample and core the threads that ran longest, longest first. */
export interface CoreSamples {
  /** Of samples. */
  count: number
  start: Float64Array
  at: Float64Array
  /** Where the sample's entries end in the columns below; they begin where those of the one before end. */
  end: Uint32Array
  core: Uint16Array
  /** The thread's row, or `OTHERS`. */
  row: Uint32Array
  /** What drew it: indexes `STRAND_KINDS`. */
  kind: Uint8Array
  /** Milliseconds on a core. */
  ran: Float32Array
}

/** Stands in `ThreadSamples` for a core that the system does not tell. */
export const NO_CORE = 0xffff

/** Stands in `CoreSamples` for all threads of a core and sample that ran less than those named. */
export const OTHERS = 0xffff_ffff

/** What a thread is drawn as: its process' first thread, another one, or one of the kernel's. */
export const STRAND_KINDS = ['process', 'thread', 'kernel', 'others'] as const
export type StrandKind = (typeof STRAND_KINDS)[number]

/** The samples themselves: when, and what they come to. Columns of equal length. */
export interface SampleIndex {
  count: number
  /** What a sample covers, in milliseconds since the epoch; empty for the first of an inspection. */
  start: Float64Array
  at: Float64Array
  /** Cores' worth of running: all threads' milliseconds over the milliseconds covered. */
  busy: Float32Array
  born: Uint16Array
  died: Uint16Array
}

/** A sample as it is told one after the other: what it covers, and of which threads something changed. */
export interface ToldSample {
  start: number
  at: number
  /** All threads in the first sample kept, and in the first of each inspection. */
  changed: readonly InspectedRow[]
  /** As they were last. */
  gone: readonly InspectedRow[]
}
