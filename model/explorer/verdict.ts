import { countWords } from './count-words.ts'
import type { Exploration } from './exploration.ts'

function counted(count: number | bigint, one: string, rest = ''): string {
  return `${countWords(BigInt(count))} ${one}${count === 1 || count === 1n ? '' : 's'}${rest}`
}

/**
 * One sentence, without a full stop, on what was looked at and whether anything failed there. It claims no more than the
 * search can: `1 way to fail in all 20 schedules`, `no failure in 10,000 sampled schedules`, `no failure within
 * 1,000,000 states; not exhaustive`.
 */
export function verdictOf(exploration: Exploration): string {
  const { search, findings, bound, states } = exploration
  const failures = findings.length === 0 ? 'no failure' : counted(findings.length, 'way', ' to fail')
  const isSample = search === 'random' || search === 'pct'
  if (bound === 'states') {
    const within = `${isSample ? `in ${scopeOf(exploration)}, stopped there at` : 'within'} ${counted(states, 'state')}`
    return `${failures} ${within}; not exhaustive`
  }
  if (bound === 'depth') return `${failures} in ${scopeOfCut(exploration)}; not exhaustive`
  return `${failures} in ${scopeOf(exploration)}`
}

/** What was looked at of schedules that had to be cut. A search that leaves schedules out does not know what is beyond. */
function scopeOfCut(exploration: Exploration): string {
  const { search, schedulesRun, mostSteps, preemptions = 0 } = exploration
  const steps = counted(mostSteps, 'step')
  switch (search) {
    case 'states':
      return `all schedules up to ${steps}`
    case 'reduced':
      return schedulesRun === 1
        ? `the only schedule run, cut at ${steps}`
        : `the ${counted(schedulesRun ?? 0, 'schedule')} run, some cut at ${steps}`
    case 'preemptions':
      return `schedules with at most ${counted(preemptions, 'preemption')}, some cut at ${steps}`
    case 'random':
    case 'pct':
      return `${scopeOf(exploration)}, some cut at ${steps}`
  }
}

function scopeOf({ search, schedules, schedulesRun, preemptions = 0 }: Exploration): string {
  switch (search) {
    case 'states':
      return schedules === null
        ? 'all schedules'
        : schedules === 1n
          ? 'the only schedule'
          : `all ${counted(schedules, 'schedule')}`
    case 'reduced':
      return `all schedules that end, of which ${countWords(BigInt(schedulesRun ?? 0))} had to be run`
    case 'preemptions':
      return `all schedules with at most ${counted(preemptions, 'preemption')}`
    case 'random':
    case 'pct':
      return counted(schedulesRun ?? 0, 'sampled schedule')
  }
}
