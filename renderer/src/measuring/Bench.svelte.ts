import { SvelteMap } from 'svelte/reactivity'
import type { ExperimentDescription } from '../../../contract/experiment.ts'
import type { MeasurementRequest } from '../../../contract/measurement.ts'
import type { LabClient } from '../../../contract/router.ts'
import { Measurement } from './Measurement.svelte.ts'
import { RequestForm } from './RequestForm.svelte.ts'

/** The measurements that this window started, and what is chosen for the next; they outlive the pages that show them. */
export class Bench {
  readonly #latest = new SvelteMap<string, Measurement>()
  readonly #forms: Record<string, RequestForm> = {}

  /** The latest measurement of an experiment. */
  latest(experiment: string): Measurement | null {
    return this.#latest.get(experiment) ?? null
  }

  form(experiment: ExperimentDescription): RequestForm {
    return (this.#forms[experiment.id] ??= new RequestForm(experiment))
  }

  get active(): Measurement | null {
    return [...this.#latest.values()].find(({ active }) => active) ?? null
  }

  start(client: LabClient, experiment: ExperimentDescription, request: MeasurementRequest): void {
    const measurement = new Measurement(experiment)
    this.#latest.set(experiment.id, measurement)
    void measurement.follow(() => client.measure(request))
  }
}
