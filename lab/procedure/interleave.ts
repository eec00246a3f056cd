import type { Phase } from '../../contract/measurement.ts'
import type { Procedure } from '../../contract/run.ts'
import { seededRandom, shuffled } from '../../model/random.ts'
import { ProbeFailure } from '../probes/probe.ts'
import { medianInterval } from '../statistics/bootstrap.ts'
import { median, sortSamples } from '../statistics/quantile.ts'
import { Recording } from './recording.ts'
import type { Block, Subject } from './subject.ts'

export interface ProcedureOptions {
  seed: number
  budgetSeconds: number
  /** Relative half-width of the median's interval at which a subject is known well enough. */
  target?: number
  signal: AbortSignal
}

export type ProcedureEvent =
  | { type: 'progress'; phase: Phase; fraction: number; remainingSeconds: number; note: string }
  | { type: 'block'; recording: Recording; block: Block }

export interface ProcedureResult {
  recordings: Recording[]
  procedure: Procedure
}

const DEFAULT_TARGET = 0.02
/** A block lasts about this long, so that a round over all subjects is short against a drift of the machine. */
const BLOCK_NS = 8e6
const LEAST_BLOCK = 2
const GREATEST_BLOCK = 64
const WARM_UP_BLOCKS = 6
/** Warm is when two successive blocks' medians agree this closely. */
const WARM_UP_AGREEMENT = 0.05
/** Warm-up may use this share of the budget. */
const WARM_UP_SHARE = 0.2
/** A subject with this many samples gets no further blocks: a run has to stay a document that can be read. */
const SAMPLE_CAP = 20_000
/** Below this many rounds the interval says too little to stop on it. */
const LEAST_ROUNDS = 10
/** A machine drifts over seconds: no run stops on its precision before this share of the budget, or this long. */
const LEAST_SHARE = 0.25
const LEAST_SECONDS = 5
const PRECISION_RESAMPLES = 200
/** Statistics between blocks take at most this long, so that most of the budget is spent measuring. */
const STATISTICS_SLICE_MS = 12

const seconds = (): number => performance.now() / 1000

/**
 * Measures all subjects together: warms each up until it is stable, then goes round after round over all of them in
 * an order drawn anew each time, one small block each, so that a drift of the machine falls on all alike. Ends when
 * every median is known to within the target or the budget is spent. While a block runs, the lab does nothing.
 *
 * Aborting the signal ends it early with what was measured so far; the result says so.
 */
export async function* interleave(
  subjects: readonly Subject[],
  options: ProcedureOptions,
): AsyncGenerator<ProcedureEvent, ProcedureResult> {
  return yield* new Interleaving(subjects, options).run()
}

/** How many samples make a block, where one operation takes this long. */
function samplesPerBlock({ blockSize: fixed, batch }: Subject, operationNs: number): number {
  return fixed ?? Math.min(GREATEST_BLOCK, Math.max(LEAST_BLOCK, Math.round(BLOCK_NS / (operationNs * batch))))
}

class Interleaving {
  readonly #recordings: Recording<Subject>[]
  readonly #options: ProcedureOptions
  readonly #target: number
  readonly #blockSizes = new Map<Recording<Subject>, number>()
  readonly #precision = new Map<Recording<Subject>, number>()
  readonly #start = seconds()
  #rounds = 0
  #warmUpSeconds = 0

  constructor(subjects: readonly Subject[], options: ProcedureOptions) {
    this.#recordings = subjects.map((subject) => new Recording(subject))
    this.#options = options
    this.#target = options.target ?? DEFAULT_TARGET
  }

  async *run(): AsyncGenerator<ProcedureEvent, ProcedureResult> {
    for (const recording of this.#recordings) {
      yield this.#progress('warming-up', `warming up ${recording.subject.id}`)
      await this.#warmUp(recording)
    }
    this.#warmUpSeconds = seconds() - this.#start
    const random = seededRandom(this.#options.seed)
    let stopped = this.#reasonToStop()
    while (!stopped) {
      this.#rounds += 1
      for (const recording of shuffled(this.#unfinished(), random)) {
        const block = await this.#runBlock(recording, this.#blockSizes.get(recording) ?? LEAST_BLOCK)
        if (!block) continue
        recording.add(block)
        yield { type: 'block', recording, block }
        if (this.#options.signal.aborted || (this.#rounds > 1 && this.#overBudget())) break
      }
      this.#refreshPrecision()
      yield this.#progress('measuring', `round ${this.#rounds}`)
      stopped = this.#reasonToStop()
    }
    return { recordings: this.#recordings, procedure: this.#describe(stopped) }
  }

  #live(): Recording<Subject>[] {
    return this.#recordings.filter((recording) => !recording.over)
  }

  #unfinished(): Recording<Subject>[] {
    return this.#live().filter((recording) => recording.samples < SAMPLE_CAP)
  }

  /** Warm-up samples are looked at, not recorded; they also tell how large a block should be. */
  async #warmUp(recording: Recording<Subject>): Promise<void> {
    const { signal, budgetSeconds } = this.#options
    const share = (budgetSeconds * WARM_UP_SHARE) / this.#recordings.length
    const start = seconds()
    let previous = Number.NaN
    let size = recording.subject.blockSize ?? LEAST_BLOCK
    for (let i = 0; i < WARM_UP_BLOCKS && !signal.aborted && !recording.over; i++) {
      const block = await this.#runBlock(recording, size)
      const values = block?.values[recording.subject.whole] ?? []
      if (block?.stopped) recording.add(block)
      if (values.length === 0) return
      const current = median(sortSamples(values))
      size = samplesPerBlock(recording.subject, current)
      this.#blockSizes.set(recording, size)
      const settled = Math.abs(current - previous) <= WARM_UP_AGREEMENT * current
      if (settled || seconds() - start > share) return
      previous = current
    }
  }

  async #runBlock(recording: Recording<Subject>, count: number): Promise<Block | null> {
    try {
      return await recording.subject.runBlock(count, this.#options.signal)
    } catch (error) {
      if (this.#options.signal.aborted) return null
      if (!(error instanceof ProbeFailure)) throw error
      recording.fail(error.message, error.advice)
      return null
    }
  }

  /** Looks again at the subjects that were known worst, for as long as a slice of time allows. */
  #refreshPrecision(): void {
    const start = performance.now()
    const byNeed = this.#unfinished()
      .filter((recording) => recording.samples > 0)
      .sort((a, b) => (this.#precision.get(b) ?? Infinity) - (this.#precision.get(a) ?? Infinity))
    for (const recording of byNeed) {
      if (performance.now() - start > STATISTICS_SLICE_MS) return
      const { median: value, interval } = medianInterval(recording.blocks(recording.subject.whole), {
        seed: this.#options.seed,
        resamples: PRECISION_RESAMPLES,
      })
      const halfWidth = (interval[1] - interval[0]) / 2
      // A figure that is always the same is known, 0 bytes too, which nothing can be put into proportion to.
      this.#precision.set(recording, halfWidth === 0 ? 0 : halfWidth / value)
    }
  }

  #longEnough(): boolean {
    const least = Math.min(LEAST_SECONDS, this.#options.budgetSeconds * LEAST_SHARE)
    return seconds() - this.#start - this.#warmUpSeconds >= least
  }

  #overBudget(): boolean {
    return seconds() - this.#start >= this.#options.budgetSeconds
  }

  #reasonToStop(): Procedure['stopped'] | null {
    if (this.#options.signal.aborted) return 'cancelled'
    const live = this.#live()
    if (live.length === 0) return 'failed'
    // One round is measured whatever the warm-up took.
    if (this.#rounds > 0 && this.#overBudget()) return 'budget-spent'
    const known = (recording: Recording<Subject>): boolean =>
      (this.#precision.get(recording) ?? Infinity) <= this.#target
    if (this.#rounds < LEAST_ROUNDS || !this.#longEnough()) return this.#unfinished().length === 0 ? 'sample-cap' : null
    if (live.every(known)) return 'target-reached'
    return this.#unfinished().every(known) ? 'sample-cap' : null
  }

  #progress(phase: Phase, note: string): ProcedureEvent {
    const elapsed = seconds() - this.#start
    const { budgetSeconds } = this.#options
    return {
      type: 'progress',
      phase,
      fraction: Math.min(1, elapsed / budgetSeconds),
      remainingSeconds: Math.max(0, budgetSeconds - elapsed),
      note,
    }
  }

  #describe(stopped: Procedure['stopped']): Procedure {
    return {
      rounds: this.#rounds,
      warmUpSeconds: this.#warmUpSeconds,
      measuredSeconds: seconds() - this.#start - this.#warmUpSeconds,
      budgetSeconds: this.#options.budgetSeconds,
      target: this.#target,
      stopped,
    }
  }
}
