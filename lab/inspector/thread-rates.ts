/** Averages are over this long. */
export const WINDOW_NS = 1e9

interface Counted {
  at: number
  run: number
  /** How long the waits were that had ended since the entry before; they are taken to lie right before this one. */
  waited: number
}

interface Switches {
  at: number
  voluntary: number
  involuntary: number
}

/**
 * What one thread's counters come to. All figures are differences of the kernel's own counters, so that nothing that it ran
 * is lost or counted twice; counters are only noted where they changed.
 */
export class ThreadRates {
  letter = 'S'
  core = -1
  /** Index of its wait channel, or one of `NO_WAIT`. */
  wait = -1
  /** Changes of core; −1 while it is not known to be on any. */
  migrations = -1
  /** Nanoseconds on a core since the reading before; set by `advance`. */
  ran = 0
  /** Share of a core over the window; set by `advance`. */
  cpu = 0
  /** Milliseconds a second of waiting for a core, over the window; −1 where the reader has none. Set by `advance`. */
  delay = 0
  /** Switches a second; −1 until two readings of them exist. */
  voluntary = -1
  involuntary = -1
  readonly #counted: Counted[]
  /** From when on its counters are known. */
  readonly #since: number
  #ranFrom: number
  /** The kernel's sum of its waits, which grows when one ends, and when it was last seen to have grown. */
  #delay: number
  #delayedAt: number
  /** Since when it is seen able to run while nothing is counted; null where it is not. */
  #queuedSince: number | null = null
  #switches: Switches | null = null
  /** When its counters last changed, and the last reading before at which they had not. */
  #changedAt: number
  #unchangedAt: number

  /**
   * `bornAt` is when it started where that was since the inspection began: then its counters are known from nought on.
   * Otherwise they are known from this first reading on.
   */
  constructor(at: number, before: number, run: number, delay: number, bornAt: number | null) {
    if (bornAt === null) {
      this.#since = at
      this.#delay = delay
      this.#delayedAt = at
      this.#counted = [{ at, run, waited: 0 }]
      this.#ranFrom = run
    } else {
      this.#since = -Infinity
      this.#delay = delay < 0 ? delay : 0
      this.#delayedAt = bornAt
      this.#counted = [
        { at: bornAt, run: 0, waited: 0 },
        { at, run, waited: this.#endWaits(at, delay) },
      ]
      // It may be met a little late: what it ran before the reading before is not of this interval.
      this.#ranFrom = run - Math.min(run, at - before)
    }
    this.#changedAt = at
    this.#unchangedAt = at
  }

  /** Notes its counters as a reading has them. `before` is when the reading before began. */
  count(at: number, before: number, run: number, delay: number): void {
    const last = this.#counted.at(-1)
    if (last && last.run === run && this.#delay === delay) return
    if (this.#switches && this.#changedAt <= this.#switches.at) this.#unchangedAt = before
    this.#changedAt = at
    this.#queuedSince = null
    this.#counted.push({ at, run, waited: this.#endWaits(at, delay) })
  }

  move(core: number): void {
    if (core < 0) return
    if (core !== this.core) this.migrations += 1
    this.core = core
  }

  countSwitches(at: number, voluntary: number, involuntary: number): void {
    const last = this.#switches
    if (last && at > last.at) {
      // Long quiet before a burst is not averaged into it, though over no less than a second.
      const seconds = Math.min(at - last.at, Math.max(WINDOW_NS, at - this.#unchangedAt)) / 1e9
      this.voluntary = Math.max(0, voluntary - last.voluntary) / seconds
      this.involuntary = Math.max(0, involuntary - last.involuntary) / seconds
    }
    this.#switches = { at, voluntary, involuntary }
  }

  /**
   * Computes its figures at a reading. `from` is the reading a window ago, or the first one there was. The kernel counts a wait
   * when it ends; of a thread that could run and has not for longer than `accountDelay`, it is plain that it waits.
   */
  advance(at: number, from: number, accountDelay: number): void {
    while ((this.#counted[1]?.at ?? Infinity) <= from) this.#counted.shift()
    const base = this.#counted[0]
    const last = this.#counted.at(-1)
    if (!base || !last) return
    this.ran = last.run - this.#ranFrom
    this.#ranFrom = last.run
    if (this.letter === 'R') this.#queuedSince ??= at
    else this.#queuedSince = null
    const begun = Math.max(from, this.#since)
    const elapsed = at - begun
    this.cpu = elapsed > 0 ? (last.run - base.run) / elapsed : 0
    const isQueued = this.#queuedSince !== null && at - this.#queuedSince >= accountDelay
    if (this.#delay < 0) this.delay = -1
    else this.delay = elapsed > 0 ? (this.#waitedSince(begun, isQueued ? at : null) / elapsed) * 1000 : 0
    if (
      this.#switches &&
      this.#changedAt <= this.#switches.at &&
      at - this.#switches.at >= WINDOW_NS &&
      this.voluntary >= 0
    ) {
      this.voluntary = 0
      this.involuntary = 0
    }
  }

  /** How long the waits were that ended since the last ones did; they cannot have been longer than there was time for. */
  #endWaits(at: number, delay: number): number {
    if (delay === this.#delay) return 0
    const waited = Math.min(delay - this.#delay, at - this.#delayedAt)
    this.#delay = delay
    this.#delayedAt = at
    return Math.max(0, waited)
  }

  /** Nanoseconds of waiting for a core since a moment: in waits that have ended, and in one that goes on until `now`. */
  #waitedSince(from: number, now: number | null): number {
    let sum = 0
    for (const { at, waited } of this.#counted) sum += Math.max(0, Math.min(waited, at - from))
    return now === null ? sum : sum + now - Math.max(from, this.#queuedSince ?? now)
  }

  /** Whether its figures may be others at the next reading though nothing is read of it. */
  get mayChange(): boolean {
    return this.letter === 'R' || this.#counted.length > 1 || this.ran > 0 || this.voluntary > 0 || this.involuntary > 0
  }
}
