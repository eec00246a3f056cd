import { z } from 'zod'

const counters = z.array(z.number().nonnegative())
const rows = z.array(z.int().nonnegative())
/** −1 where the system does not tell. */
const told = z.number().min(-1)

/** A thread as it is first met, or when something of it changed that changes seldom. */
export const ReadThread = z.object({
  /** Given by the reader, counting up; never given twice. */
  row: z.int().nonnegative(),
  pid: z.int(),
  tid: z.int(),
  parent: z.int(),
  name: z.string(),
  /** Clock ticks since boot, from `stat`: with the tid it tells one thread from a later one of the same number. */
  start: z.number().nonnegative(),
  /** Null where the system does not tell; of the policy, −1. */
  nice: z.int().nullable(),
  policy: z.int(),
  kernel: z.boolean(),
})
export type ReadThread = z.infer<typeof ReadThread>

/** Counters of the threads that may have changed since the reading before. Columns of equal length, one entry a thread. */
const ReadColumns = z.object({
  row: rows,
  /** The kernel's letters: R S D T t Z X I P. */
  state: z.string(),
  core: z.array(told.int()),
  /** Nanoseconds on a core since it began, from `schedstat`. */
  run: counters,
  /** Nanoseconds in which it waited for a core since it began, counted when the wait ends. */
  delay: z.array(told),
  /** Times that it got a core. */
  slices: z.array(told),
  /** Indexes the words of all readings so far; −1 none, −2 hidden. */
  wait: z.array(z.int().min(-2)),
})
export type ReadColumns = z.infer<typeof ReadColumns>

/** `voluntary_ctxt_switches` and `nonvoluntary_ctxt_switches`, which are dear to read: about once a second. */
const ReadSwitches = z.object({ row: rows, voluntary: counters, involuntary: counters })

/** One pass over `/proc`. */
export const Reading = z.object({
  /** CLOCK_MONOTONIC when it began, in nanoseconds. */
  at: z.number().nonnegative(),
  /** CPU time that the reader has used since it started, in nanoseconds. */
  spent: z.number().nonnegative(),
  threads: z.array(ReadThread),
  gone: rows,
  columns: ReadColumns,
  switches: ReadSwitches,
  /** Wait channels met for the first time. */
  waits: z.array(z.string()),
  /** Threads followed now; of these, how many have their `schedstat` kept open. */
  followed: z.int().nonnegative(),
  kept: z.int().nonnegative(),
  /** Processes that exist and could not be read. */
  hidden: z.int().nonnegative(),
  /** It follows as many threads as it can hold; there are more. */
  full: z.boolean().default(false),
})
export type Reading = z.infer<typeof Reading>

/** One in which nothing was found yet. */
export function emptyReading(at: number): Reading {
  return {
    at,
    spent: 0,
    threads: [],
    gone: [],
    columns: { row: [], state: '', core: [], run: [], delay: [], slices: [], wait: [] },
    switches: { row: [], voluntary: [], involuntary: [] },
    waits: [],
    followed: 0,
    kept: 0,
    hidden: 0,
    full: false,
  }
}

/** Whom to read, as a reader understands it. Descendants of all of them are read too. */
export type ReadTarget =
  | { readonly by: 'pids'; readonly pids: readonly number[] }
  | { readonly by: 'name'; readonly name: string }
  | { readonly by: 'all' }

/** Reads `/proc` again and again. Closing it gives back every descriptor. */
export interface Sampler {
  /** A program of its own, the host itself, or what another system than Linux tells of its processes. */
  readonly kind: 'native' | 'javascript' | 'system'
  /** The readings, in order, until it is closed; it throws a `ProbeFailure` when the reader died. */
  readings(): AsyncGenerator<Reading, void>
  close(): Promise<void>
}
