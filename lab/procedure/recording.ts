import { sortSamples, median } from '../statistics/quantile.ts'
import type { Block, Measured } from './subject.ts'

export interface Stop {
  call: string
  errno: string
  message: string
  /** Operations that had succeeded until then. */
  count: number
}

/** All that was measured of one subject, round by round. */
export class Recording<Of extends Measured = Measured> {
  readonly subject: Of
  readonly counts: Record<string, number> = {}
  stop: Stop | null = null
  failure: { error: string; advice: string } | null = null
  readonly #blocks = new Map<string, number[][]>()
  readonly #overheads = new Map<string, number[]>()
  #samples = 0

  constructor(subject: Of) {
    this.subject = subject
    for (const part of subject.parts) {
      this.#blocks.set(part, [])
      this.#overheads.set(part, [])
    }
  }

  /** Nothing more can be measured of it. */
  get over(): boolean {
    return this.stop !== null || this.failure !== null
  }

  get samples(): number {
    return this.#samples
  }

  /** One block of samples for each round, in the order of the rounds. */
  blocks(part: string): readonly number[][] {
    return this.#blocks.get(part) ?? []
  }

  /** What the harness alone costs an operation: the median over all blocks, in the part's unit. */
  overhead(part: string): number {
    const values = this.#overheads.get(part) ?? []
    return values.length === 0 ? 0 : median(sortSamples(values))
  }

  add(block: Block): void {
    for (const part of this.subject.parts) {
      this.#blocks.get(part)?.push(block.values[part] ?? [])
      const overhead = block.overhead[part]
      if (overhead !== undefined) this.#overheads.get(part)?.push(overhead)
    }
    this.#samples += block.values[this.subject.whole]?.length ?? 0
    for (const [name, count] of Object.entries(block.counts)) this.counts[name] = (this.counts[name] ?? 0) + count
    if (block.stopped) this.stop = { ...block.stopped, count: this.#samples * this.subject.batch }
  }

  fail(error: string, advice: string): void {
    this.failure = { error, advice }
  }
}
