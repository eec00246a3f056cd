import { formatCount } from '../../../contract/figures.ts'
import type { ParameterValue } from '../../../contract/run.ts'
import { capacityFor, type Needs } from '../../machine/task-capacity.ts'
import type { Means } from '../experiment.ts'
import { UsageError } from '../parameters.ts'
import { nodeUnitsOf, stackSizes, unitsOf } from './conditions.ts'

const KIB = 1024
const MIB = 1024 * KIB

/** What one more of a series takes at most; memory generously, so that no run comes near the machine's end. */
const NEEDS: Readonly<Record<string, Needs>> = {
  fork: { tasks: 1, memoryBytes: 256 * KIB, commitBytes: 4 * MIB },
  'fork-exec': { tasks: 1, memoryBytes: 192 * KIB, commitBytes: 4 * MIB },
  'worker-thread': { tasks: 1, memoryBytes: 24 * MIB, commitBytes: 64 * MIB },
  'child-process': { tasks: 12, memoryBytes: 64 * MIB, commitBytes: 256 * MIB },
}

/** A stack takes two mappings, itself and its guard. */
function threadNeeds(stackKiB: number): Needs {
  const stack = (stackKiB + 4) * KIB
  return { tasks: 1, memoryBytes: 64 * KIB, mappings: 2, addressBytes: stack, commitBytes: stack }
}

/** Throws UsageError where more units are asked for than this machine safely holds; names the limit and what fits. */
export function refuseTooMany(
  parameters: Record<string, ParameterValue>,
  series: readonly string[],
  { taskRoom }: Pick<Means, 'taskRoom'>,
): void {
  const room = taskRoom()
  for (const { parameter, id, asked, needs } of demands(parameters, series)) {
    const capacity = capacityFor(needs, room)
    if (capacity === null || asked <= capacity.most) continue
    const fitting = capacity.most > 0 ? `choose ${formatCount(capacity.most)} or fewer` : 'not one fits'
    throw new UsageError(
      `Parameter ${parameter} cannot be ${formatCount(asked)} here for ${id}: ${capacity.limit} leaves room for ${formatCount(capacity.most)} beyond the reserve; ${fitting}.`,
    )
  }
}

interface Demand {
  parameter: string
  id: string
  asked: number
  needs: Needs
}

function demands(parameters: Record<string, ParameterValue>, series: readonly string[]): Demand[] {
  const units = unitsOf(parameters)
  const [largestStack = 0] = stackSizes(parameters)
  return series.flatMap((id): Demand[] => {
    if (id === 'thread') return [{ parameter: 'units', id, asked: units, needs: threadNeeds(largestStack) }]
    const needs = NEEDS[id]
    if (!needs) return []
    const ofNode = id === 'worker-thread' || id === 'child-process'
    return [{ parameter: ofNode ? 'node-units' : 'units', id, asked: ofNode ? nodeUnitsOf(parameters) : units, needs }]
  })
}
