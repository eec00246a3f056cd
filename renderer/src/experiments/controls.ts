import type { Component } from 'svelte'
import type { ExperimentDescription } from '../../../contract/experiment.ts'
import type { RequestForm } from '../measuring/RequestForm.svelte.ts'
import type { ShownRun } from '../measuring/shown-run.ts'

/** What an experiment's own controls are given. */
export interface ControlsProps {
  experiment: ExperimentDescription
  form: RequestForm
  /** The latest run of the experiment, or what is planned. */
  shown: ShownRun
  disabled: boolean
}

interface OwnControls {
  Controls: Component<ControlsProps>
  /** Names of the parameters that they set: these get no field of the usual kind. */
  handled: readonly string[]
}

const loaders = import.meta.glob<{ default: Component<ControlsProps>; handled: readonly string[] }>(
  './*/Controls.svelte',
)

/** The controls that an experiment brings along, found by its folder's name; null where it has none. */
export async function loadControls(experiment: string): Promise<OwnControls | null> {
  const module = await loaders[`./${experiment}/Controls.svelte`]?.()
  return module ? { Controls: module.default, handled: module.handled } : null
}
