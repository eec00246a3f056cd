import type { ProbeSamples } from '../../contract/probe.ts'
import type { Condition } from '../../contract/series.ts'
import { ProbeFailure, type Probe } from '../probes/probe.ts'
import type { Block, Subject } from './subject.ts'

export interface ProbeSubjectOptions {
  id: string
  condition: Condition
  /** The first spans the whole operation. */
  parts: readonly [string, ...string[]]
  /** Operations that the probe measures together as one sample. */
  batch?: number
  /** Samples a block; needed where the first part is no time. */
  blockSize?: number
  /** Why the evidence contradicts the figures of a block, in a sentence without its series; null where it agrees. */
  contradiction?: (samples: ProbeSamples) => string | null
}

/** One series of a native probe under one condition. */
export class ProbeSubject implements Subject {
  readonly id: string
  readonly condition: Condition
  readonly parts: readonly string[]
  readonly whole: string
  readonly batch: number
  readonly blockSize?: number
  readonly clockResolutionNs: number
  readonly #probe: Probe
  readonly #contradiction: NonNullable<ProbeSubjectOptions['contradiction']>

  constructor(probe: Probe, { id, condition, parts, batch = 1, blockSize, contradiction }: ProbeSubjectOptions) {
    this.id = id
    this.condition = condition
    this.parts = parts
    this.whole = parts[0]
    this.batch = batch
    if (blockSize !== undefined) this.blockSize = blockSize
    this.clockResolutionNs = probe.hello.clock.resolutionNs
    this.#probe = probe
    this.#contradiction = contradiction ?? (() => null)
  }

  /** Throws ProbeFailure where the evidence contradicts the figure: then there is no figure. */
  async runBlock(count: number): Promise<Block> {
    const samples = await this.#probe.block(this.id, count)
    const reason = this.#incomplete(samples, count) ?? this.#contradiction(samples)
    if (reason !== null) throw new ProbeFailure(`${this.id} ${reason}.`, 'Its figure is withheld; run it again.')
    const { values, overhead, counts, stopped } = samples
    return {
      values: mapValues(values, (batches) => batches.map((total) => total / this.batch)),
      overhead: mapValues(overhead, (total) => total / this.batch),
      counts,
      stopped,
    }
  }

  #incomplete({ values, batch, stopped }: ProbeSamples, count: number): string | null {
    if (batch !== this.batch) return `measured batches of ${batch} operations, not of ${this.batch}`
    const lengths = this.parts.map((part) => values[part]?.length ?? 0)
    const [length = 0] = lengths
    if (lengths.some((one) => one !== length)) return 'gave its parts different numbers of samples'
    return length === count || stopped ? null : `gave ${length} samples, not ${count}`
  }
}

function mapValues<From, To>(record: Readonly<Record<string, From>>, change: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]))
}
