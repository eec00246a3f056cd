import { formatRatio } from '../../../../contract/figures.ts'
import type { ShownRun } from '../../measuring/shown-run.ts'

/** What the times show: how soon a parent knows of a fault, in a process against in a thread. Null before it is known. */
export function newsTitle({ ratios }: Pick<ShownRun, 'ratios'>, part: string): string | null {
  const ratio = ratios.find(({ of, to }) => of.part === part && of.id === 'process-faults' && to.id === 'thread-faults')
  if (!ratio) return null
  return ratio.verdict === 'no-difference-shown'
    ? 'News of a fault: no difference shown between a process and a thread'
    : `News of a fault in a process takes ${formatRatio(ratio.ratio)} as long as of one in a thread here`
}
