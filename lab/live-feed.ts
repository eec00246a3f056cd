import type { MeasurementEvent } from '../contract/measurement.ts'
import { seriesKey } from '../contract/series-key.ts'
import type { Series, SeriesIdentity } from '../contract/series.ts'
import { unitOf, wholePart, type Experiment } from './experiments/experiment.ts'
import type { Recording } from './procedure/recording.ts'
import type { Block } from './procedure/subject.ts'
import { assembleRatios, assembleSeries, viewSeries } from './runs/assemble.ts'

const INTERVAL_MS = 300
/** Statistics for show take at most this long at a time, so that the measurement gets the machine. */
const SLICE_MS = 25
const LIVE_RESAMPLES = 100

/**
 * Turns blocks into a few events a second: the samples that came in, and fresh summaries of as many series as a slice
 * of time allows, those that waited longest first.
 */
export class LiveFeed {
  readonly #experiment: Experiment
  readonly #seed: number
  readonly #pending = new Map<string, { series: SeriesIdentity; values: number[] }>()
  readonly #stale = new Map<string, { recording: Recording; part: string }>()
  readonly #latest = new Map<string, Series>()
  #due = performance.now() + INTERVAL_MS

  constructor(experiment: Experiment, seed: number) {
    this.#experiment = experiment
    this.#seed = seed
  }

  *take(recording: Recording, block: Block): Generator<MeasurementEvent> {
    const { id, condition, parts } = recording.subject
    for (const part of parts) {
      const series: SeriesIdentity = { id, part, condition }
      const key = seriesKey(series)
      const pending = this.#pending.get(key) ?? { series, values: [] }
      pending.values.push(...(block.values[part] ?? []))
      this.#pending.set(key, pending)
      if (!this.#stale.has(key)) this.#stale.set(key, { recording, part })
    }
    if (performance.now() < this.#due) return
    yield { type: 'samples', batches: [...this.#pending.values()] }
    this.#pending.clear()
    yield this.#summarise()
    this.#due = performance.now() + INTERVAL_MS
  }

  #summarise(): MeasurementEvent {
    const start = performance.now()
    const fresh: Series[] = []
    for (const [key, { recording, part }] of this.#stale) {
      if (performance.now() - start > SLICE_MS) break
      this.#stale.delete(key)
      const unit = unitOf(this.#experiment, part)
      const series = assembleSeries(recording, { id: part, unit }, this.#seed, LIVE_RESAMPLES)
      this.#latest.set(key, series)
      fresh.push(series)
    }
    const keys = new Set(fresh.map(seriesKey))
    const comparisons = this.#experiment
      .comparisons([...this.#latest.values()])
      .filter(({ of }) => of.part === wholePart(this.#experiment) && keys.has(seriesKey(of)))
    const ratios = assembleRatios([...this.#latest.values()], comparisons, this.#seed, LIVE_RESAMPLES)
    return { type: 'summary', series: fresh.map(viewSeries), ratios }
  }
}
