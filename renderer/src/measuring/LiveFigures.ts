import type { ExperimentDescription } from '../../../contract/experiment.ts'
import type { MeasurementEvent } from '../../../contract/measurement.ts'
import type { Prediction } from '../../../contract/prediction.ts'
import { isOfThisRun } from '../../../contract/prediction-origin.ts'
import type { Observation } from '../../../contract/run.ts'
import { seriesKey } from '../../../contract/series-key.ts'
import type { Ratio, SeriesIdentity, SeriesView } from '../../../contract/series.ts'
import { Rain } from './Rain.ts'
import type { ShownRun } from './shown-run.ts'

/** What a measurement has reported so far, gathered as it comes and handed out as pictures need it. */
export class LiveFigures {
  readonly rain = new Rain()
  readonly #experiment: ExperimentDescription
  readonly #series = new Map<string, SeriesView>()
  readonly #ratios = new Map<string, Ratio>()
  #plan: readonly SeriesIdentity[] = []
  #predictions: readonly Prediction[] = []
  #observations: readonly Observation[] = []
  #phase: ShownRun['phase'] = null

  constructor(experiment: ExperimentDescription) {
    this.#experiment = experiment
  }

  take(event: MeasurementEvent): void {
    switch (event.type) {
      case 'started':
        this.#plan = event.series
        return
      case 'progress':
        this.#phase = event.phase
        return
      case 'samples':
        for (const { series, values } of event.batches) this.rain.add(series, values)
        return
      case 'summary':
        for (const one of event.series) this.#series.set(seriesKey(one), one)
        for (const ratio of event.ratios) this.#ratios.set(`${seriesKey(ratio.of)} to ${seriesKey(ratio.to)}`, ratio)
        return
      case 'prediction':
        if (isOfThisRun(event.prediction)) this.#predictions = [...this.#predictions, event.prediction]
        return
      case 'observation':
        this.#observations = [...this.#observations, event.observation]
    }
  }

  /** As it is now; null until the plan is known. */
  show(): ShownRun | null {
    if (this.#plan.length === 0) return null
    return {
      experiment: this.#experiment,
      state: 'measuring',
      phase: this.#phase,
      plan: this.#plan,
      series: new Map(this.#series),
      ratios: [...this.#ratios.values()],
      predictions: this.#predictions,
      observations: this.#observations,
      findings: [],
      rain: this.rain,
    }
  }
}
