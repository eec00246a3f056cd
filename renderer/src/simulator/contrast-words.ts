import { formatCount, formatDuration, formatShare } from '../../../contract/figures.ts'
import type { Costs, Metrics } from '../../../model/scheduler/schedule.ts'

/** What it changes whether the same tasks are threads of one process or a process each, in a sentence. */
export function contrastWords({ together, apart }: { together: Metrics; apart: Metrics }, costs: Costs): string {
  const charged = Object.values(costs).some((cost) => cost > 0)
  if (!charged) {
    return 'With free costs it makes no difference whether the tasks are threads of one process or a process each; open the costs above to charge for switches.'
  }
  const later = apart.end - together.end
  const ends = `As threads of one process the workload ends after ${formatDuration(together.end)}, as a process each after ${formatDuration(apart.end)}`
  const difference =
    later === 0
      ? ', the same'
      : `, ${formatDuration(Math.abs(later))} ${later > 0 ? 'later' : 'earlier'} (${formatShare(Math.abs(later) / Math.max(1, together.end))})`
  const overhead = `${formatShare(together.overhead)} and ${formatShare(apart.overhead)} of the cores’ time are overhead`
  return `${ends}${difference}; ${overhead}, over ${formatCount(together.switches)} and ${formatCount(apart.switches)} switches.`
}
