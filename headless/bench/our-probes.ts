import { median, sortSamples } from '../../lab/statistics/quantile.ts'
import { Probe } from '../../lab/probes/probe.ts'
import type { Ours } from './peer.ts'

/** What one round of ours gave: nanoseconds an operation, the harness' own not yet taken off. */
export interface Round {
  values: number[]
  overhead: number
}

/** Our probes for a bench: each started when it is first needed, all closed together. */
export class OurProbes {
  readonly #path: string
  readonly #signal: AbortSignal
  readonly #opened = new Map<string, Probe>()

  constructor(path: string, signal: AbortSignal) {
    this.#path = path
    this.#signal = signal
  }

  /** The core that the probe is pinned to, or null where it runs free. */
  async coreOf(ours: Ours): Promise<number | null> {
    return (await this.#open(ours)).hello.core
  }

  async round({ series, part, samples, ...ours }: Ours): Promise<Round> {
    const probe = await this.#open(ours)
    const { values, overhead, batch } = await probe.block(series, samples)
    return { values: (values[part] ?? []).map((value) => value / batch), overhead: (overhead[part] ?? 0) / batch }
  }

  /** One round with everything taken off that the other tool takes off too. */
  async corrected(ours: Ours): Promise<number[]> {
    const { values, overhead } = await this.round(ours)
    const less = ours.less === undefined ? 0 : await this.#middle({ ...ours, series: ours.less })
    return values.map((value) => value - overhead - less)
  }

  async close(): Promise<void> {
    await Promise.all([...this.#opened.values()].map((probe) => probe.close()))
  }

  async #middle(ours: Ours): Promise<number> {
    const { values, overhead } = await this.round({ ...ours, options: { ...ours.options, 'working-set-kib': 0 } })
    return median(sortSamples(values)) - overhead
  }

  async #open({ experiment, options }: Pick<Ours, 'experiment' | 'options'>): Promise<Probe> {
    const key = JSON.stringify([experiment, options])
    const known = this.#opened.get(key)
    if (known) return known
    const probe = await Probe.open({ path: this.#path, experiment, options: { ...options }, signal: this.#signal })
    this.#opened.set(key, probe)
    return probe
  }
}
