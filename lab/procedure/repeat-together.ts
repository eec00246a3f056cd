import type { Phase } from '../../contract/measurement.ts'
import type { Procedure } from '../../contract/run.ts'
import { ProbeFailure } from '../probes/probe.ts'
import { medianInterval } from '../statistics/bootstrap.ts'
import type { ProcedureEvent, ProcedureOptions, ProcedureResult } from './interleave.ts'
import { Recording } from './recording.ts'
import type { Block, Measured } from './subject.ts'

/** One operation that gives samples of several things at once. */
export interface Together {
  subjects: readonly Measured[]
  /** Does it once; a block for each subject, in their order. Throws ProbeFailure where there is no figure. */
  repeat(signal: AbortSignal): Promise<readonly Block[]>
}

const DEFAULT_TARGET = 0.02
/** The first repetition warms up and is not recorded, unless it takes more than this share of the budget. */
const WARM_UP_SHARE = 0.2
/** Below this many repetitions an interval says too little to stop on it. */
const LEAST_ROUNDS = 10
/** A machine drifts over seconds: no run stops on its precision before this share of the budget. */
const LEAST_SHARE = 0.25
const PRECISION_RESAMPLES = 200
/** The precision is looked at again when there are so many times as many repetitions. */
const PRECISION_GROWTH = 1.15
/** A run has to stay a document that can be read: samples of one part, of all subjects together. */
const SAMPLE_CAP = 20_000

const seconds = (): number => performance.now() / 1000

/**
 * Repeats an operation until the median of every subject is known to within the target, the budget is spent, or there are
 * enough samples. Aborting the signal ends it early with what was measured so far.
 */
export async function* repeatTogether(
  together: Together,
  options: ProcedureOptions,
): AsyncGenerator<ProcedureEvent, ProcedureResult> {
  return yield* new Repeating(together, options).run()
}

class Repeating {
  readonly #together: Together
  readonly #options: ProcedureOptions
  readonly #recordings: Recording[]
  readonly #target: number
  readonly #start = seconds()
  #rounds = 0
  #warmUpSeconds = 0
  #nextLook = LEAST_ROUNDS

  constructor(together: Together, options: ProcedureOptions) {
    this.#together = together
    this.#options = options
    this.#recordings = together.subjects.map((subject) => new Recording(subject))
    this.#target = options.target ?? DEFAULT_TARGET
  }

  async *run(): AsyncGenerator<ProcedureEvent, ProcedureResult> {
    yield this.#progress('warming-up', 'running the workload for the first time')
    const first = await this.#repeat()
    const took = seconds() - this.#start
    if (took <= this.#options.budgetSeconds * WARM_UP_SHARE) this.#warmUpSeconds = took
    else if (first) yield* this.#record(first)
    let stopped = this.#reasonToStop()
    while (!stopped) {
      const blocks = await this.#repeat()
      if (blocks) yield* this.#record(blocks)
      yield this.#progress('measuring', `repetition ${this.#rounds}`)
      stopped = this.#reasonToStop()
    }
    return { recordings: this.#recordings, procedure: this.#describe(stopped) }
  }

  async #repeat(): Promise<readonly Block[] | null> {
    try {
      const blocks = await this.#together.repeat(this.#options.signal)
      blocks.forEach((block, i) => {
        if (block.stopped) this.#recordings[i]?.add(block)
      })
      return blocks.some(({ stopped }) => stopped) ? null : blocks
    } catch (error) {
      if (this.#options.signal.aborted) return null
      if (!(error instanceof ProbeFailure)) throw error
      for (const recording of this.#recordings) recording.fail(error.message, error.advice)
      return null
    }
  }

  *#record(blocks: readonly Block[]): Generator<ProcedureEvent> {
    this.#rounds += 1
    for (const [i, recording] of this.#recordings.entries()) {
      const block = blocks[i]
      if (!block) continue
      recording.add(block)
      yield { type: 'block', recording, block }
    }
  }

  #reasonToStop(): Procedure['stopped'] | null {
    if (this.#options.signal.aborted) return 'cancelled'
    if (this.#recordings.some(({ over }) => over)) return 'failed'
    if (this.#rounds === 0) return null
    if (seconds() - this.#start >= this.#options.budgetSeconds) return 'budget-spent'
    if (this.#rounds * this.#recordings.length >= SAMPLE_CAP) return 'sample-cap'
    return this.#isKnown() ? 'target-reached' : null
  }

  #isKnown(): boolean {
    const elapsed = seconds() - this.#start - this.#warmUpSeconds
    if (this.#rounds < this.#nextLook || elapsed < this.#options.budgetSeconds * LEAST_SHARE) return false
    this.#nextLook = Math.ceil(this.#rounds * PRECISION_GROWTH)
    return this.#recordings.every((recording) => {
      const { median, interval } = medianInterval(recording.blocks(recording.subject.whole), {
        seed: this.#options.seed,
        resamples: PRECISION_RESAMPLES,
      })
      return (interval[1] - interval[0]) / 2 <= this.#target * median
    })
  }

  #progress(phase: Phase, note: string): ProcedureEvent {
    const elapsed = seconds() - this.#start
    const { budgetSeconds } = this.#options
    const remainingSeconds = Math.max(0, budgetSeconds - elapsed)
    return { type: 'progress', phase, fraction: Math.min(1, elapsed / budgetSeconds), remainingSeconds, note }
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
