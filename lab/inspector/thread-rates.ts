/** Averages are over this long. */
export const WINDOW_NS = 1e9

interface Counted {
  at: number
  run: number
  delay: number
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
  migrations = 0
  /** Nanoseconds on a core since the reading before; set by `advance`. */
  ran = 0
  /** Share of a core over the window; set by `advance`. */
  cpu = 0
  /** Milliseconds a second of waiting for a core, over the window; set by `advance`. */
  delay = 0
  /** Switches a second; −1 until two readings of them exist. */
  voluntary = -1
  involuntary = -1
  readonly #counted: Counted[]
  /** From when on its counters are known. */
  readonly #since: number
  #ranFrom: number
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
      this.#counted = [{ at, run, delay }]
      this.#ranFrom = run
    } else {
      this.#since = -Infinity
      this.#counted = [
        { at: bornAt, run: 0, delay: 0 },
        { at, run, delay },
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
    if (last && last.run === run && last.delay === delay) return
    if (this.#switches && this.#changedAt <= this.#switches.at) this.#unchangedAt = before
    this.#changedAt = at
    this.#counted.push({ at, run, delay })
  }

  move(core: number): void {
    if (this.core >= 0 && core !== this.core) this.migrations += 1
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

  /** Computes its figures at a reading. `from` is the reading a window ago, or the first one there was. */
  advance(at: number, from: number): void {
    while ((this.#counted[1]?.at ?? Infinity) <= from) this.#counted.shift()
    const base = this.#counted[0]
    const last = this.#counted.at(-1)
    if (!base || !last) return
    this.ran = last.run - this.#ranFrom
    this.#ranFrom = last.run
    const elapsed = at - Math.max(from, this.#since)
    this.cpu = elapsed > 0 ? (last.run - base.run) / elapsed : 0
    this.delay = elapsed > 0 ? ((last.delay - base.delay) / elapsed) * 1000 : 0
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

  /** Whether its figures may be others at the next reading though nothing is read of it. */
  get mayChange(): boolean {
    return this.letter === 'R' || this.#counted.length > 1 || this.ran > 0 || this.voluntary > 0 || this.involuntary > 0
  }
}
