import {
  describeCondition,
  formatCount,
  formatDuration,
  formatDurationInterval,
  formatRatioInterval,
  formatShare,
  threeDigits,
} from '../../contract/figures.ts'
import type { ExperimentDescription } from '../../contract/experiment.ts'
import { describeOutcome } from '../../contract/outcome.ts'
import { whyNotStored } from '../../contract/not-stored.ts'
import type { Prediction } from '../../contract/prediction.ts'
import type { RunView } from '../../contract/run.ts'
import { seriesKey } from '../../contract/series-key.ts'
import type { SeriesView } from '../../contract/series.ts'
import { machineInTwoLines } from '../../lab/machine/describe.ts'
import { alignColumns, plain, styled, wrap } from './terminal.ts'

const STOPPED: Record<RunView['procedure']['stopped'], string> = {
  'target-reached': 'every median is known to the target',
  'budget-spent': 'the time budget was spent',
  'sample-cap': 'the cap on samples was reached',
  cancelled: 'it was cancelled',
  failed: 'nothing was left to measure',
}

/** A run as the terminal prints it: findings, figures, prediction, warnings, machine, file. */
export function reportRun(
  run: RunView,
  experiment: Pick<ExperimentDescription, 'baseline' | 'parts'> | undefined,
): string[] {
  const baseline = experiment?.baseline ?? ''
  const whole = experiment?.parts[0]?.id ?? run.series[0]?.part ?? ''
  return [
    ...run.findings.flatMap((sentence, i) => wrap(sentence).map((line) => (i === 0 ? styled('bold', line) : line))),
    '',
    ...figures(run, baseline, whole),
    '',
    ...run.predictions.flatMap((prediction) => [...wrap(describePrediction(prediction)), '']),
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
  return `MEASURED in ${formatCount(rounds)} interleaved rounds over ${threeDigits(measuredSeconds)} s after ${threeDigits(warmUpSeconds)} s of warm-up; ended because ${STOPPED[stopped]}${stopped === 'target-reached' ? ` of ${formatShare(target)}` : ''}. Seed ${seed}.`
}

/** One block of rows for each condition, whole operations only; the parts are in the document and in the window. */
function figures(run: RunView, baseline: string, wholePart: string): string[] {
  const whole = run.series.filter(({ part }) => part === wholePart)
  const conditions = [...new Set(whole.map(({ condition }) => describeCondition(condition)))]
  const rows = conditions.flatMap((condition) => [
    [`— ${condition}`],
    ...whole
      .filter((series) => describeCondition(series.condition) === condition)
      .map((series) => row(series, run, baseline)),
  ])
  const [header = '', ...lines] = alignColumns([
    ['series', 'median [95 %]', 'p95', 'samples', `ratio to ${baseline} [95 %]`],
    ...rows,
  ])
  return [styled('dim', header), ...lines.map((line) => (line.startsWith('— ') ? styled('dim', line) : line))]
}

function row(series: SeriesView, run: RunView, baseline: string): string[] {
  const { id, summary, outcome } = series
  if (!summary) return [`${id}: ${describeOutcome(outcome)}`]
  const ratio = run.ratios.find(
    ({ of, to }) => seriesKey(of) === seriesKey(series) && to.id === baseline && of.id !== baseline,
  )
  return [
    id,
    formatDurationInterval(summary.median, summary.interval),
    formatDuration(summary.p95),
    formatCount(summary.count),
    ratio ? formatRatioInterval(ratio) : '',
  ]
}

function describePrediction({ of, value, interval, score }: Prediction): string {
  const predicted = `SIMULATED ${of.id}, ${describeCondition(of.condition)}: ${formatDurationInterval(value, interval)} predicted before it was measured`
  if (!score) return `${predicted}; it was not measured in the end.`
  const error = `${formatShare(Math.abs(score.relativeError))} ${score.relativeError >= 0 ? 'above' : 'below'}`
  return `${predicted}. MEASURED ${formatDurationInterval(score.measured, score.interval)}: ${error}, the intervals ${score.inside ? 'overlap' : 'do not overlap'}.`
}
