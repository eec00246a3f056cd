import { isDeepStrictEqual } from 'node:util'
import type { InspectedThread, InspectorFrame, InspectorLimit } from '../../contract/inspector.ts'
import { NO_WAIT } from '../../contract/inspector-words.ts'
import { limitsOf } from './limits.ts'
import { Rates } from './rates.ts'
import type { Reading, ReadThread, Sampler } from './reading.ts'
import type { Roles } from './roles.ts'
import { SlidingShare } from './sliding-share.ts'

/** Clocks and counters of this process and machine, at one moment; tests give their own. */
export interface Moment {
  /** Milliseconds since the epoch. */
  epochMs: number
  /** CLOCK_MONOTONIC, as readings have it. */
  monotonicNs: number
  /** Milliseconds since the machine booted, including those in which it was suspended. */
  uptimeMs: number
}

export interface FramesOptions {
  reader: Sampler['kind']
  hertz: number
  /** Whether `/proc` lists the processes of this user alone, where that leaves something out. */
  listsOwnOnly: boolean
  /** After how long a thread that runs surely has had some of it added to its account, in nanoseconds. */
  accountDelay: number
  /** Whether the inspection is over when nobody is left; otherwise it waits for somebody to come. */
  endsWhenEmpty: boolean
  roles: Roles
  /** Taken when the inspection begins. */
  begun: Moment
  /** CPU time of the whole host process, in milliseconds. */
  hostSpentMs: () => number
}

const TICK_MS = 10
/** Limits are looked at once a second, so that a count in one of them does not send them all with every frame. */
const LIMITS_EVERY_MS = 1000
const RATE_WINDOW_MS = 2000

/** Turns the readings of one inspection into the frames that a window gets. */
export class Frames {
  readonly #options: FramesOptions
  readonly #rates: Rates
  readonly #processes = new Map<number, number>()
  readonly #readerShare = new SlidingShare()
  readonly #hostShare = new SlidingShare()
  readonly #bootMs: number
  #times: number[] = []
  #hiddenWaits = false
  #limits: InspectorLimit[] | null = null
  #limitsAt = -Infinity

  constructor(options: FramesOptions) {
    const { begun, accountDelay } = options
    const { epochMs, monotonicNs, uptimeMs } = begun
    this.#options = options
    this.#bootMs = epochMs - uptimeMs
    this.#rates = new Rates(monotonicNs - uptimeMs * 1e6, accountDelay)
  }

  take(reading: Reading): InspectorFrame {
    const { reader, begun, roles, hostSpentMs, endsWhenEmpty } = this.#options
    const atMs = reading.at / 1e6
    const interval = atMs - (this.#times.at(-1) ?? atMs)
    this.#times.push(atMs)
    // Those that are gone first: their numbers may have been given again already.
    this.#forget(reading.gone)
    roles.meet(reading.threads)
    const threads = reading.threads.map((thread) => this.#describe(thread))
    this.#hiddenWaits ||= reading.columns.wait.includes(NO_WAIT.hidden)
    return {
      at: toMicroseconds(begun.epochMs + (reading.at - begun.monotonicNs) / 1e6),
      interval: toMicroseconds(interval),
      threads,
      gone: reading.gone,
      columns: this.#rates.take(reading),
      waits: reading.waits,
      cost: {
        // Others work for this one, and nobody counts what they take.
        reader: reader === 'system' ? null : this.#readerShare.add(atMs, reading.spent / 1e6),
        host: this.#hostShare.add(atMs, hostSpentMs()),
      },
      limits: this.#changedLimits(reading, atMs),
      ended: endsWhenEmpty && reading.followed === 0,
    }
  }

  #describe(thread: ReadThread): InspectedThread {
    if (thread.pid === thread.tid) this.#processes.set(thread.row, thread.pid)
    const { start, ...same } = thread
    return { ...same, startedAt: this.#bootMs + start * TICK_MS, role: this.#options.roles.of(thread) }
  }

  #forget(gone: readonly number[]): void {
    for (const row of gone) {
      const pid = this.#processes.get(row)
      if (pid === undefined) continue
      this.#processes.delete(row)
      this.#options.roles.forget(pid)
    }
  }

  /** All that hold, where they are others than those sent last. */
  #changedLimits({ followed, kept, full, hidden }: Reading, atMs: number): InspectorLimit[] | null {
    while ((this.#times[1] ?? Infinity) <= atMs - RATE_WINDOW_MS) this.#times.shift()
    if (atMs - this.#limitsAt < LIMITS_EVERY_MS) return null
    this.#limitsAt = atMs
    const { reader, hertz, listsOwnOnly } = this.#options
    const reached = this.#reachedHertz(atMs)
    const hiddenWaits = this.#hiddenWaits
    const limits = limitsOf({
      ...{ reader, hertz, listsOwnOnly, reached, hiddenWaits, followed, kept, full },
      ...{ hiddenProcesses: hidden, platform: process.platform },
    })
    if (isDeepStrictEqual(limits, this.#limits)) return null
    this.#limits = limits
    return limits
  }

  #reachedHertz(atMs: number): number | null {
    const elapsed = atMs - (this.#times[0] ?? atMs)
    return elapsed < RATE_WINDOW_MS ? null : ((this.#times.length - 1) / elapsed) * 1000
  }
}

/** More digits would be sent with every frame and say nothing. */
function toMicroseconds(ms: number): number {
  return Math.round(ms * 1000) / 1000
}

/** This machine's clocks now. */
export function takeMoment(uptimeSeconds: number): Moment {
  return { epochMs: Date.now(), monotonicNs: Number(process.hrtime.bigint()), uptimeMs: uptimeSeconds * 1000 }
}
