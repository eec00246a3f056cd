import type { Limits } from '../../contract/machine.ts'
import { readControlGroupMemoryLeft, readControlGroupTasksLeft } from './cgroup.ts'
import { parseResourceLimit } from './limits.ts'
import { parseLoadAverage } from './load.ts'
import { memoryAmount } from './memory.ts'
import { readInteger, readText, type FileRoot } from './small-file.ts'
import { countUserTasks, isExemptFromUserLimit } from './user-tasks.ts'

/** What more tasks take, of which some limit allows only so much. */
export const RESOURCES = ['tasks', 'mappings', 'addressBytes', 'commitBytes', 'memoryBytes'] as const
export type Resource = (typeof RESOURCES)[number]

/** What is left of a resource before a limit is met. */
export interface Room {
  resource: Resource
  /** The limit by its name: `RLIMIT_NPROC`. */
  limit: string
  left: number
}

/** How many fit, and the limit that says so. */
export interface Capacity {
  limit: string
  most: number
}

/** What one more takes of each resource. Mappings and addresses are those of one process that holds all of them. */
export type Needs = Partial<Record<Resource, number>>

/** Left to everybody else: somebody may have to log in, and the lab starts tasks of its own. */
const RESERVED_TASKS = 128
const RESERVED_MAPPINGS = 256
const RESERVED_BYTES = 1 << 30
/** pid numbers below this are not given out again once they were used. */
const RESERVED_PIDS = 300

/**
 * The limits that Linux sets to more tasks, each with what is left of it now. A limit that cannot be read, or that does
 * not hold for us, is not among them. `availableBytes` is what the whole machine has.
 */
export function readTaskRoom(from: FileRoot, limits: Limits, availableBytes: number): Room[] {
  const inTheSystem = parseLoadAverage(readText(from, 'proc/loadavg') ?? '')?.tasks ?? null
  const table = readText(from, 'proc/self/limits') ?? ''
  const room = (resource: Resource, limit: string, left: number | 'unlimited' | null): Room[] =>
    typeof left === 'number' ? [{ resource, limit, left: Math.max(0, left) }] : []
  const beyond = (cap: number | null, used: number | null): number | null =>
    cap === null || used === null ? null : cap - used
  return [
    ...room('tasks', 'RLIMIT_NPROC', userTasksLeft(from, limits)),
    ...room('tasks', 'pid_max', beyond(limits.pidMax, inTheSystem === null ? null : inTheSystem + RESERVED_PIDS)),
    ...room('tasks', 'threads-max', beyond(limits.systemTasks, inTheSystem)),
    ...room('tasks', 'the control group’s pids.max', readControlGroupTasksLeft(from)),
    ...room('mappings', 'max_map_count', limits.mappings),
    ...room('addressBytes', 'RLIMIT_AS', parseResourceLimit(table, 'Max address space').soft),
    ...room('addressBytes', 'RLIMIT_DATA', parseResourceLimit(table, 'Max data size').soft),
    ...room('commitBytes', 'CommitLimit (strict overcommit)', commitLeft(from)),
    ...room('memoryBytes', 'the control group’s memory limit', readControlGroupMemoryLeft(from)),
    ...room('memoryBytes', 'free memory', availableBytes),
  ]
}

/** How many units with these needs fit into the room, with a reserve for others; null where nothing limits them. */
export function capacityFor(needs: Needs, rooms: readonly Room[]): Capacity | null {
  const reserve: Needs = { tasks: RESERVED_TASKS, mappings: RESERVED_MAPPINGS, memoryBytes: RESERVED_BYTES }
  const capacities = rooms.flatMap(({ resource, limit, left }) => {
    const need = needs[resource] ?? 0
    return need > 0 ? [{ limit, most: Math.max(0, Math.floor((left - (reserve[resource] ?? 0)) / need)) }] : []
  })
  return capacities.reduce<Capacity | null>((least, one) => (least && least.most <= one.most ? least : one), null)
}

function userTasksLeft(from: FileRoot, { userTasks }: Limits): number | 'unlimited' | null {
  const { soft } = userTasks
  return typeof soft !== 'number' || isExemptFromUserLimit(from) ? null : soft - countUserTasks(from)
}

/** Only strict overcommit (2) keeps promises within a limit; otherwise memory is promised freely. */
function commitLeft(from: FileRoot): number | null {
  if (readInteger(from, 'proc/sys/vm/overcommit_memory') !== 2) return null
  const text = readText(from, 'proc/meminfo') ?? ''
  const [limit, promised] = [memoryAmount(text, 'CommitLimit'), memoryAmount(text, 'Committed_AS')]
  return limit === null || promised === null ? null : limit - promised
}
