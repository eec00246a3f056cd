import type { ExperimentDescription, SeriesDescription } from '../../../contract/experiment.ts'
import type { Phase } from '../../../contract/measurement.ts'
import type { Prediction } from '../../../contract/prediction.ts'
import type { RunView } from '../../../contract/run.ts'
import { conditionKey, seriesKey } from '../../../contract/series-key.ts'
import type { Condition, Ratio, SeriesIdentity, SeriesView } from '../../../contract/series.ts'
import type { Rain } from './Rain.ts'

/** What pictures and tables are drawn from: a run that is planned, in progress or stored. */
export interface ShownRun {
  experiment: ExperimentDescription
  state: 'planned' | 'measuring' | 'complete'
  phase: Phase | null
  /** Everything that will be or was measured; known from the start, so that nothing jumps. */
  plan: readonly SeriesIdentity[]
  series: ReadonlyMap<string, SeriesView>
  ratios: readonly Ratio[]
  predictions: readonly Prediction[]
  findings: readonly string[]
  /** Raw samples, where they were watched as they came in. */
  rain: Rain | null
}

/** A stored run. */
export function showRun(experiment: ExperimentDescription, run: RunView): ShownRun {
  return {
    experiment,
    state: 'complete',
    phase: null,
    plan: run.series,
    series: new Map(run.series.map((one) => [seriesKey(one), one])),
    ratios: run.ratios,
    predictions: run.predictions,
    findings: run.findings,
    rain: null,
  }
}

/** What the picture would hold if these series were measured: the place, without figures. */
export function showPlan(experiment: ExperimentDescription, series: readonly string[], condition: Condition): ShownRun {
  const plan = series.flatMap((id) => experiment.parts.map((part) => ({ id, part: part.id, condition })))
  return {
    experiment,
    state: 'planned',
    phase: null,
    plan,
    series: new Map(),
    ratios: [],
    predictions: [],
    findings: [],
    rain: null,
  }
}

/** Ids of the planned series, each once, in the order of the experiment's description. */
export function plannedSeries({ experiment, plan }: Pick<ShownRun, 'experiment' | 'plan'>): SeriesDescription[] {
  const ids = [...new Set(plan.map(({ id }) => id))]
  const known = experiment.series.filter(({ id }) => ids.includes(id))
  const foreign = ids.filter((id) => known.every((one) => one.id !== id))
  return [
    ...known,
    ...foreign.map((id): SeriesDescription => ({ id, kind: 'kernel', explanation: '', unsupported: null })),
  ]
}

/** The conditions under which the baseline, or else most series, was measured: those that a view can choose from. */
export function mainConditions({ experiment, plan }: Pick<ShownRun, 'experiment' | 'plan'>): Condition[] {
  const own = plan.filter(({ id }) => id === experiment.baseline)
  const greatest = Math.max(0, ...plan.map(({ condition }) => Object.keys(condition).length))
  const source = own.length > 0 ? own : plan.filter(({ condition }) => Object.keys(condition).length === greatest)
  return [...new Map(source.map(({ condition }) => [conditionKey(condition), condition])).values()]
}

/**
 * The measurement of a series that belongs into a view. A series without the view's condition that has only one of its
 * own, such as a task that no creator's size applies to, is shown in every view.
 */
export function identityIn(
  plan: readonly SeriesIdentity[],
  id: string,
  part: string,
  condition: Condition,
): SeriesIdentity | null {
  const candidates = plan.filter((one) => one.id === id && one.part === part)
  const key = conditionKey(condition)
  const exact = candidates.find((one) => conditionKey(one.condition) === key)
  if (exact) return exact
  const [only] = candidates
  const elsewhere = only !== undefined && Object.keys(only.condition).length < Object.keys(condition).length
  return elsewhere && candidates.length === 1 ? only : null
}

/** The ratios to the baseline, by the key of the series that is put into proportion. */
export function ratiosToBaseline({ experiment, ratios }: ShownRun): ReadonlyMap<string, Ratio> {
  const own = ratios.filter(({ of, to }) => to.id === experiment.baseline && of.id !== experiment.baseline)
  return new Map(own.map((ratio) => [seriesKey(ratio.of), ratio]))
}
