import { randomInt } from 'node:crypto'
import { MeasurementRequest } from '../../contract/measurement.ts'
import type { Run } from '../../contract/run.ts'
import type { Experiment, Means } from './experiment.ts'
import { parseParameters, UsageError } from './parameters.ts'

/** A request that was checked and filled in: exactly what will be measured. */
export interface Plan {
  experiment: Experiment
  parameters: Run['parameters']
  series: string[]
  seed: number
  budgetSeconds: number
}

/** Throws UsageError with a sentence that names what is unknown and what there is instead. */
export function planMeasurement(experiments: readonly Experiment[], means: Means, request: MeasurementRequest): Plan {
  const { experiment: id, parameters, series, quick, budgetSeconds, seed } = MeasurementRequest.parse(request)
  const experiment = findExperiment(experiments, id)
  const chosen = chooseSeries(experiment, means, series)
  const parsed = parseParameters(experiment.parameters(means), parameters, quick)
  experiment.refuse?.(parsed, chosen, means)
  return {
    experiment,
    parameters: parsed,
    series: chosen,
    seed: seed ?? randomInt(0, 2 ** 32),
    budgetSeconds: budgetSeconds ?? experiment.budgetSeconds[quick ? 'quick' : 'full'],
  }
}

function findExperiment(experiments: readonly Experiment[], id: string): Experiment {
  const found = experiments.find((experiment) => experiment.id === id)
  if (found) return found
  throw new UsageError(`There is no experiment "${id}"; there are ${experiments.map((one) => one.id).join(', ')}.`)
}

function chooseSeries(experiment: Experiment, means: Means, wanted: readonly string[] | undefined): string[] {
  const known = experiment.series(means).map(({ id }) => id)
  const unknown = wanted?.find((id) => !known.includes(id))
  if (unknown !== undefined) {
    throw new UsageError(`${experiment.id} has no series "${unknown}" here; there are ${known.join(', ')}.`)
  }
  if (wanted?.length === 0) throw new UsageError(`Choose at least one series of ${known.join(', ')}.`)
  return wanted ? [...new Set(wanted)] : known
}
