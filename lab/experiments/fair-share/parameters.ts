import type { ParameterValue } from '../../../contract/run.ts'
import { MOST_CONTESTANTS, readNiceValues } from '../../../model/scheduler/contest.ts'
import type { Means } from '../experiment.ts'
import { UsageError, type ParameterDefinitions } from '../parameters.ts'
import { leastNice } from './permission.ts'

const NICE_VALUES = '0 5'

export function parameters(): ParameterDefinitions {
  const obstacle = obstacleOf(leastNice())
  return {
    nice: {
      choose: 'text',
      title: 'Nice values',
      help: `One for each thread, 2 to ${MOST_CONTESTANTS} of them, from -20 to 19, as in 0 5 10. The greater it is, the nicer the thread is to the others: it gets less.`,
      most: 60,
      rows: 1,
      default: NICE_VALUES,
      quick: NICE_VALUES,
      ...(obstacle ? { obstacle } : {}),
    },
    period: {
      choose: 'number',
      title: 'Period, ms',
      help: 'How long all threads are busy in one repetition. The shorter it is, the more a single turn counts.',
      least: 100,
      greatest: 5000,
      default: 1000,
      quick: 200,
    },
  }
}

/** What stands in the way of nice values below `least`, before the kernel is asked. */
function obstacleOf(least: number | null): { errno: string; reason: string } | null {
  if (least === null || least <= -20) return null
  const reason =
    least === 0
      ? 'A nice value below 0 takes a privilege that this program lacks (CAP_SYS_NICE, or ulimit -e): the kernel will refuse it with EACCES.'
      : `This program may go down to nice ${least}: the kernel will refuse less with EACCES.`
  return { errno: 'EACCES', reason }
}

export interface Contest {
  nice: readonly number[]
  periodNs: number
}

/** Reads what is to be run; throws UsageError in a sentence where the nice values are not usable. */
export function readContest(given: Record<string, ParameterValue>): Contest {
  const read = readNiceValues(String(given['nice']))
  if (!read.ok) throw new UsageError(read.reason)
  return { nice: read.nice, periodNs: Number(given['period']) * 1e6 }
}

/** The highest-numbered core of those allowed: the lowest ones serve most interrupts. */
export function coreFor({ allowedCores }: Means): number {
  return allowedCores()?.at(-1) ?? 0
}
