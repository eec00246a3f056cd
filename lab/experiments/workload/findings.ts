import { formatCount, formatDuration, formatShare } from '../../../contract/figures.ts'
import type { Prediction } from '../../../contract/prediction.ts'
import { seriesKey } from '../../../contract/series-key.ts'
import type { MeasuredRun } from '../experiment.ts'
import { taskSeries } from './series.ts'

interface Told {
  task: string
  predicted: Prediction
  measured: number
}

/** What a run shows, in sentences computed from it: whether the model was right, about whom it was most wrong and why, and how sure that is. */
export function findings(run: MeasuredRun): string[] {
  const told = turnarounds(run)
  return [overall(run, told), furthest(run, told), evidence(run)].filter((sentence) => sentence !== null)
}

const taskOf = ({ condition }: { condition: Readonly<Record<string, string | number>> }): string =>
  String(condition['thread'])

function turnarounds({ predictions, series }: MeasuredRun): Told[] {
  return predictions.flatMap((predicted) => {
    if (predicted.of.part !== 'turnaround') return []
    const summary = series.find((one) => seriesKey(one) === seriesKey(predicted.of))?.summary
    return summary ? [{ task: taskOf(predicted.of), predicted, measured: summary.median }] : []
  })
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

function overall({ series }: MeasuredRun, told: readonly Told[]): string | null {
  if (told.length === 0) {
    const measured = series.flatMap(({ part, summary }) => (part === 'turnaround' && summary ? [summary.median] : []))
    return measured.length === 0
      ? null
      : `The mean turnaround was ${formatDuration(mean(measured))}; there is no prediction.`
  }
  const predicted = mean(told.map((one) => one.predicted.value))
  const measured = mean(told.map((one) => one.measured))
  const inside = told.filter((one) => one.predicted.score?.inside === true).length
  return `The mean turnaround was MEASURED as ${formatDuration(measured)}, ${difference(measured, predicted)} the ${formatDuration(predicted)} that the model predicted; ${formatCount(inside)} of ${formatCount(told.length)} threads were within its intervals.`
}

function difference(measured: number, predicted: number): string {
  const share = measured / predicted - 1
  if (Math.abs(share) < 0.005) return 'within half a percent of'
  return `${formatShare(Math.abs(share))} ${share > 0 ? 'more than' : 'less than'}`
}

function furthest(run: MeasuredRun, told: readonly Told[]): string | null {
  const worst = told.reduce<Told | null>((most, one) => (most && errorOf(most) >= errorOf(one) ? most : one), null)
  if (!worst || Math.abs(errorOf(worst)) < 0.01) return null
  const { task, predicted, measured } = worst
  return `Furthest from it was ${task}: ${formatDuration(predicted.value)} predicted, ${formatDuration(measured)} measured.${reasonFor(run, worst)}`
}

const errorOf = ({ predicted, measured }: Told): number => Math.abs(measured / Math.max(1, predicted.value) - 1)

/** A reason is given only where it was counted, and where it is large enough to be one. */
function reasonFor({ observations }: MeasuredRun, { task, predicted, measured }: Told): string {
  const { condition } = taskSeries(task, 'turnaround')
  const counts = observations.find(
    ({ name, about }) => name === 'counts' && about?.condition?.['thread'] === condition['thread'],
  )
  const repetitions = Number(counts?.facts['repetitions'] ?? 0)
  const others = Number(counts?.facts['takenByOthersNs'] ?? 0) / repetitions
  if (!(repetitions > 0) || !(others > 0) || others < (measured - predicted.value) / 2 || measured < predicted.value)
    return ''
  return ` In the mean of a repetition, other programs, the kernel or the hypervisor had its core for ${formatDuration(others)} while it could have run.`
}

function evidence({ observations }: MeasuredRun): string | null {
  const all = observations.filter(({ name, about }) => name === 'counts' && about?.id === 'threads')
  const sum = (fact: string): number => all.reduce((total, { facts }) => total + Number(facts[fact] ?? 0), 0)
  const source = observations.find(({ name }) => name === 'timeline-source')?.facts['source']
  if (all.length === 0 || sum('computedNs') === 0) return null
  if (source !== 'kernel') {
    return 'The kernel refused its records of switches: the timeline is what each thread saw itself while it computed.'
  }
  const lost = sum('lostRecords') / all.length
  const words =
    lost > 0 ? ` ${formatCount(lost)} records were lost; the repetitions that they belong to have no timeline.` : ''
  const share = Math.abs(sum('recordedNs') / sum('computedNs') - 1)
  return `The kernel’s records of who had a core and the processor time that the threads used differ by ${formatShare(share)}.${words}`
}
