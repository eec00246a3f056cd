import type { ExperimentDescription, SeriesDescription } from '../../../contract/experiment.ts'
import type { Phase } from '../../../contract/measurement.ts'
import type { Prediction } from '../../../contract/prediction.ts'
import { isOfThisRun } from '../../../contract/prediction-origin.ts'
import type { Observation, ParameterValue, RunView } from '../../../contract/run.ts'
import { conditionKey, seriesKey } from '../../../contract/series-key.ts'
import type { Condition, Ratio, SeriesIdentity, SeriesView, Unit } from '../../../contract/series.ts'
import type { Timeline } from '../../../contract/timeline.ts'
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
  /** Of a line that the run itself fitted; what earlier runs predicted is the cost model's. */
  predictions: readonly Prediction[]
  /** What was seen besides the samples: counts of the kernel, sizes of memory. */
  observations: readonly Observation[]
  /** Who had which core, in the repetitions that were kept; known when the run is complete. */
  timelines?: readonly Timeline[]
  /** What the run was asked for; known when it is complete. */
  parameters?: Readonly<Record<string, ParameterValue>>
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
    predictions: run.predictions.filter(isOfThisRun),
    observations: run.observations,
    timelines: run.timelines ?? [],
    parameters: run.parameters,
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
    observations: [],
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
    ...foreign.map((id): SeriesDescription => ({
      id,
      kind: 'kernel',
      explanation: '',
      unsupported: null,
      comparedWith: null,
    })),
  ]
}

/** What the samples of a part are counted in. */
export function unitOf({ experiment, series }: Pick<ShownRun, 'experiment' | 'series'>, part: string): Unit {
  const described = experiment.parts.find(({ id }) => id === part)
  return (described ?? [...series.values()].find((one) => one.part === part))?.unit ?? 'ns'
}

/**
 * The conditions that a view can choose from: those of the series that others are compared with, or else the fullest
 * ones.
 */
export function mainConditions({ experiment, plan }: Pick<ShownRun, 'experiment' | 'plan'>): Condition[] {
  const main = experiment.series.filter(({ comparedWith }) => comparedWith === null).map(({ id }) => id)
  const own = plan.filter(({ id }) => main.includes(id))
  const greatest = Math.max(0, ...plan.map(({ condition }) => Object.keys(condition).length))
  const source = own.length > 0 ? own : plan.filter(({ condition }) => Object.keys(condition).length === greatest)
  return [...new Map(source.map(({ condition }) => [conditionKey(condition), condition])).values()]
}

/**
 * The measurement of a series that belongs into a view. A series to which less of the view's condition applies, such as
 * a task that no creator's size applies to, is shown where what does apply agrees, and in every view if it has but one.
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
  const simpler = candidates.filter((one) => Object.keys(one.condition).length < Object.keys(condition).length)
  if (candidates.length === 1) return simpler[0] ?? null
  return (
    simpler.find((one) => Object.entries(one.condition).every(([name, value]) => condition[name] === value)) ?? null
  )
}

/** The ratio of each series to the one that it is compared with, by the key of the series. */
export function ownRatios({ experiment, ratios }: Pick<ShownRun, 'experiment' | 'ratios'>): ReadonlyMap<string, Ratio> {
  const partners = new Map(experiment.series.map(({ id, comparedWith }) => [id, comparedWith]))
  const own = ratios.filter(({ of, to }) => to.id !== of.id && to.id === partners.get(of.id))
  return new Map(own.map((ratio) => [seriesKey(ratio.of), ratio]))
}

/** The series that others are compared with: each once, in the order of those that are. */
export function partnersOf(series: readonly SeriesDescription[]): string[] {
  return [...new Set(series.flatMap(({ comparedWith }) => comparedWith ?? []))]
}
