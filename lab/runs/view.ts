import { isOfThisRun } from '../../contract/prediction-origin.ts'
import type { Run, RunEntry, RunView } from '../../contract/run.ts'
import { wholePart, type Experiment } from '../experiments/experiment.ts'
import { viewSeries } from './assemble.ts'

/** A run as hosts show it. An experiment that this version does not know adds no findings. */
export function viewRun(run: Run, experiment: Experiment | undefined, file: string | null): RunView {
  return { ...run, series: run.series.map(viewSeries), findings: experiment?.findings(ownModel(run)) ?? [], file }
}

/** Findings tell how the line that the run fitted itself fared; what earlier runs predicted stands with the cost model. */
const ownModel = (run: Run): Run => ({ ...run, predictions: run.predictions.filter(isOfThisRun) })

/** A run in the list of runs. */
export function listRun(run: Run, experiment: Experiment | undefined): RunEntry {
  const { id, startedAt, outcome, parameters } = run
  const whole = experiment ? wholePart(experiment) : run.series[0]?.part
  return {
    id,
    startedAt,
    experiment: run.experiment,
    outcome,
    parameters,
    headline: experiment
      ? (experiment.findings(ownModel(run))[0] ?? 'Nothing was measured.')
      : `This version does not know the experiment ${run.experiment}.`,
    samples: run.series.reduce((sum, { samples, part }) => sum + (part === whole ? samples.length : 0), 0),
    warnings: run.warnings.length,
  }
}
