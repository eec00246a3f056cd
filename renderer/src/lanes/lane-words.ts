import { describeCondition, formatRatio } from '../../../contract/figures.ts'
import type { Condition, Unit } from '../../../contract/series.ts'
import { quantityOf } from '../charts/quantity.ts'
import type { ShownRun } from '../measuring/shown-run.ts'
import type { Lane } from './lanes.ts'

const QUESTIONS: Readonly<Record<Unit, string>> = {
  ns: 'How long does each of them take here?',
  B: 'How much memory does each of them take here?',
  '1': 'How many are there of each here?',
}

/** The title of the picture: what the run found in its first view, and what the view shows in another. */
export function lanesTitle(
  { state, findings }: Pick<ShownRun, 'state' | 'findings'>,
  lanes: readonly Lane[],
  unit: Unit,
  firstView: boolean,
): string {
  if (state !== 'complete') return QUESTIONS[unit]
  const [headline] = findings
  if (firstView && headline !== undefined) return headline
  const compared =
    lanes.find(({ description, ratio }) => description.kind === 'process' && ratio !== null) ??
    lanes.find(({ ratio }) => ratio !== null)
  if (compared?.ratio) {
    const { ratio } = compared
    return ratio.verdict === 'no-difference-shown'
      ? `In this view, no difference is shown between ${ratio.of.id} and ${ratio.to.id}.`
      : `In this view, ${ratio.of.id} takes ${formatRatio(ratio.ratio)} what ${ratio.to.id} does.`
  }
  const [least] = byMedian(lanes)
  return least
    ? `The least in this view is ${least.id}, ${quantityOf(unit).format(least.median)}.`
    : 'Nothing was measured in this view.'
}

function byMedian(lanes: readonly Lane[]): { id: string; median: number }[] {
  return lanes
    .flatMap(({ description, view }) => (view?.summary ? [{ id: description.id, median: view.summary.median }] : []))
    .sort((a, b) => a.median - b.median)
}

/** Part and condition of a view. */
export function viewWords(part: string, condition: Condition): string {
  return [part, describeCondition(condition)].filter((words) => words !== '').join(', ')
}

/** The picture in one sentence. */
export function lanesTwin(lanes: readonly Lane[], part: string, condition: Condition, unit: Unit): string {
  const medians = byMedian(lanes).map(({ id, median }) => `${id} ${quantityOf(unit).format(median)}`)
  const where = viewWords(part, condition)
  if (medians.length === 0) return `${where}: no samples yet.`
  return `${where}. Medians from the ${unit === 'ns' ? 'shortest' : 'smallest'}: ${medians.join(', ')}.`
}
