import { seriesKey } from '../../../contract/series-key.ts'
import type { SeriesIdentity } from '../../../contract/series.ts'

const CAPACITY = 2400

/** Samples of one series as they came in; where there are too many to draw, every second, fourth, eighth… is kept. */
class Drops {
  readonly #values = new Float64Array(CAPACITY)
  #length = 0
  #stride = 1
  #seen = 0

  add(value: number): void {
    if (this.#seen++ % this.#stride !== 0) return
    if (this.#length === CAPACITY) this.#thin()
    this.#values[this.#length++] = value
  }

  get values(): Float64Array {
    return this.#values.subarray(0, this.#length)
  }

  #thin(): void {
    for (let i = 0; i < CAPACITY / 2; i++) this.#values[i] = this.#values[i * 2] ?? 0
    this.#length = CAPACITY / 2
    this.#stride *= 2
  }
}

const NOTHING = new Float64Array(0)

/** The raw samples of a run in progress, for drawing only; the lab keeps every one of them. */
export class Rain {
  readonly #drops = new Map<string, Drops>()

  add(series: SeriesIdentity, values: readonly number[]): void {
    const key = seriesKey(series)
    const drops = this.#drops.get(key) ?? new Drops()
    this.#drops.set(key, drops)
    for (const value of values) drops.add(value)
  }

  of(series: SeriesIdentity): Float64Array {
    return this.#drops.get(seriesKey(series))?.values ?? NOTHING
  }
}
