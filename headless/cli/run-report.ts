import {
  describeCondition,
  formatCount,
  formatFigure,
  formatFigureInterval,
  formatRatioInterval,
  formatShare,
  scoreWords,
  threeDigits,
} from '../../contract/figures.ts'
import type { ExperimentDescription } from '../../contract/experiment.ts'
import { describeOutcome } from '../../contract/outcome.ts'
import { whyNotStored } from '../../contract/not-stored.ts'
import type { Prediction } from '../../contract/prediction.ts'
import { isOfThisRun, isSimulation } from '../../contract/prediction-origin.ts'
import type { RunView } from '../../contract/run.ts'
import { seriesKey } from '../../contract/series-key.ts'
import type { SeriesIdentity, SeriesView, Unit } from '../../contract/series.ts'
import { machineInTwoLines } from '../../lab/machine/describe.ts'
import { alignColumns, plain, styled, wrap } from './terminal.ts'

const STOPPED: Record<RunView['procedure']['stopped'], string> = {
  'target-reached': 'each median seemed to be known to the target',
  'budget-spent': 'the time budget was spent',
  'sample-cap': 'the cap on samples was reached',
  cancelled: 'it was cancelled',
  failed: 'nothing was left to measure',
}

/** A run as the terminal prints it: findings, figures, prediction, warnings, machine, file. */
export function reportRun(
  run: RunView,
  experiment: Pick<ExperimentDescription, 'series' | 'parts'> | undefined,
): string[] {
  const partners = new Map(experiment?.series.map(({ id, comparedWith }) => [id, comparedWith]))
  const whole = experiment?.parts[0]?.id ?? run.series[0]?.part ?? ''
  return [
    ...run.findings.flatMap((sentence, i) => wrap(sentence).map((line) => (i === 0 ? styled('bold', line) : line))),
    '',
    ...figures(run, partners, whole),
    '',
    ...run.predictions
      .filter((one) => isOfThisRun(one) && !isSimulation(one))
      .flatMap((prediction) => [...wrap(describePrediction(prediction)), '']),
    ...predictionTable(
      'SIMULATED from earlier runs',
      run.predictions.filter((one) => !isOfThisRun(one)),
      run.series,
    ),
    ...predictionTable('SIMULATED by the model', run.predictions.filter(isSimulation), run.series),
    ...run.warnings.flatMap(({ kind, message, advice }) => [
      styled('yellow', `${kind}`),
      ...wrap(message, '  '),
      ...wrap(advice, '  '),
    ]),
    ...(run.warnings.length > 0 ? [''] : []),
    describeProcedure(run),
    ...machineInTwoLines(run.machine).map(plain),
    run.file ? `Stored in ${plain(run.file)}` : `Not stored. ${plain(whyNotStored(run) ?? '')}`.trimEnd(),
  ]
}

function describeProcedure({ procedure, seed }: RunView): string {
  const { rounds, warmUpSeconds, measuredSeconds, stopped, target } = procedure
  return `MEASURED in ${formatCount(rounds)} rounds over ${threeDigits(measuredSeconds)} s after ${threeDigits(warmUpSeconds)} s of warm-up; ended because ${STOPPED[stopped]}${stopped === 'target-reached' ? ` of ${formatShare(target)}` : ''}. Seed ${seed}.`
}

/** What each series is put into proportion to. */
type Partners = ReadonlyMap<string, string | null>

/** One block of rows for each condition, whole operations only; the parts are in the document and in the window. */
function figures(run: RunView, partners: Partners, wholePart: string): string[] {
  const whole = run.series.filter(({ part }) => part === wholePart)
  const conditions = [...new Set(whole.map(({ condition }) => describeCondition(condition)))]
  const rows = conditions.flatMap((condition) => [
    [`— ${condition}`],
    ...whole
      .filter((series) => describeCondition(series.condition) === condition)
      .map((series) => row(series, run, partners)),
  ])
  const only = onlyPartner(partners)
  const [header = '', ...lines] = alignColumns([
    ['series', 'median [95 %]', 'p95', 'samples', only === undefined ? 'ratio [95 %]' : `ratio to ${only} [95 %]`],
    ...rows,
  ])
  return [styled('dim', header), ...lines.map((line) => (line.startsWith('— ') ? styled('dim', line) : line))]
}

/** The one that all are put into proportion to; undefined where there are several, or none. */
function onlyPartner(partners: Partners): string | undefined {
  const names = new Set([...partners.values()].filter((name) => name !== null))
  return names.size === 1 ? [...names][0] : undefined
}

function row(series: SeriesView, run: RunView, partners: Partners): string[] {
  const { id, unit, summary, outcome } = series
  if (!summary) return [`${id}: ${describeOutcome(outcome)}`]
  const partner = partners.get(id)
  const ratio = run.ratios.find(({ of, to }) => seriesKey(of) === seriesKey(series) && to.id === partner)
  const against = onlyPartner(partners) === undefined ? ` to ${partner}` : ''
  return [
    id,
    formatFigureInterval(summary.median, summary.interval, unit),
    formatFigure(summary.p95, unit),
    formatCount(summary.count),
    ratio ? `${formatRatioInterval(ratio)}${against}` : '',
  ]
}

/** What was predicted, a row each. */
function predictionTable(title: string, predictions: readonly Prediction[], series: RunView['series']): string[] {
  if (predictions.length === 0) return []
  const rows = predictions.map(({ of, unit, value, interval, score, model }) => [
    `${of.id}, ${describeCondition(of.condition)}${model.simulations === undefined ? '' : `, ${of.part}`}`,
    formatFigureInterval(value, interval, unit),
    score ? formatFigureInterval(score.measured, score.interval, unit) : measured(of, unit, series),
    score ? scoreWords(score) : '',
  ])
  const [header = '', ...lines] = alignColumns([[title, 'predicted', 'MEASURED', 'how it fared'], ...rows])
  return [styled('dim', header), ...lines, '']
}

/** What was measured of it: a predicted 0 has no score, and was measured all the same. */
function measured(of: SeriesIdentity, unit: Unit, series: RunView['series']): string {
  const summary = series.find((one) => seriesKey(one) === seriesKey(of))?.summary
  return summary ? formatFigureInterval(summary.median, summary.interval, unit) : 'not measured'
}

function describePrediction({ of, unit, value, interval, score }: Prediction): string {
  const predicted = `SIMULATED ${of.id}, ${describeCondition(of.condition)}: ${formatFigureInterval(value, interval, unit)} predicted before it was measured`
  if (!score) return `${predicted}; it was not measured in the end.`
  return `${predicted}. MEASURED ${formatFigureInterval(score.measured, score.interval, unit)}: ${scoreWords(score)}.`
}
