import type { Nanoseconds, Operation, TaskPlan, Workload } from './workload.ts'

/** What a real thread can be asked for: to use so much processor time, or to sleep for so long. */
export interface RealOperation {
  do: 'compute' | 'io'
  for: Nanoseconds
}

export interface RealTask {
  name: string
  arrival: Nanoseconds
  nice: number
  /** Cores that it may run on, counted from 0 among those of the run. */
  cores: readonly number[]
  operations: readonly RealOperation[]
}

export type RealPlan = { ok: true; tasks: readonly RealTask[] } | { ok: false; reason: string }

/** Limits of a run on real threads; `threadprobe workload` has the same. */
export const MOST_TASKS = 64
export const MOST_OPERATIONS = 4096
export const MOST_DEMANDED: Nanoseconds = 30e9

/**
 * What a workload is as real threads on so many cores, its loops unrolled; or why it cannot be run for real, in one
 * sentence. Which process a task belongs to and its working set are left out: all are threads of one process.
 */
export function planForReal(workload: Workload, cores: number): RealPlan {
  const reason = obstacle(workload, cores)
  if (reason !== null) return { ok: false, reason }
  const all = Array.from({ length: cores }, (_, core) => core)
  const tasks = workload.tasks.map(({ name, arrival, nice, affinity, program }) => ({
    name,
    arrival: arrival ?? 0,
    nice,
    cores: affinity?.filter((core) => core < cores) ?? all,
    operations: unrolled(program),
  }))
  const demanded = longest(tasks)
  if (demanded <= MOST_DEMANDED) return { ok: true, tasks }
  return { ok: false, reason: `It may take ${Math.ceil(demanded / 1e9)} s by its own demands; 30 s are allowed.` }
}

function obstacle({ tasks }: Workload, cores: number): string | null {
  if (tasks.length === 0) return 'There is no thread in it.'
  if (tasks.length > MOST_TASKS) return `It has ${tasks.length} threads; ${MOST_TASKS} are allowed.`
  for (const task of tasks) {
    const own = obstacleOf(task, cores)
    if (own !== null) return own
  }
  const operations = tasks.reduce((sum, { program }) => sum + countOf(program), 0)
  return operations <= MOST_OPERATIONS
    ? null
    : `It has ${operations} operations with its loops unrolled; ${MOST_OPERATIONS} are allowed.`
}

function obstacleOf({ name, arrival, affinity, program }: TaskPlan, cores: number): string | null {
  if (arrival === null) return `${name} is started by another thread; for real, every thread starts by itself.`
  const other = otherOperation(program)
  if (other !== null) return `Only compute and io can be run for real; ${name} has ${other}.`
  if (affinity !== null && !affinity.some((core) => core < cores)) {
    return `${name} may run on core ${affinity.join(', ')} only, and the run has ${cores === 1 ? 'core 0' : `cores 0 to ${cores - 1}`}.`
  }
  return null
}

function otherOperation(program: readonly Operation[]): string | null {
  for (const operation of program) {
    const found =
      operation.do === 'repeat'
        ? otherOperation(operation.body)
        : operation.do === 'compute' || operation.do === 'io'
          ? null
          : operation.do
    if (found !== null) return found
  }
  return null
}

function countOf(program: readonly Operation[]): number {
  return program.reduce(
    (sum, operation) => sum + (operation.do === 'repeat' ? operation.times * countOf(operation.body) : 1),
    0,
  )
}

function unrolled(program: readonly Operation[]): RealOperation[] {
  return program.flatMap((operation): RealOperation[] => {
    if (operation.do === 'repeat') {
      const body = unrolled(operation.body)
      return Array.from({ length: operation.times }, () => body).flat()
    }
    return operation.do === 'compute' || operation.do === 'io' ? [{ do: operation.do, for: operation.for }] : []
  })
}

/** All computing one after another, and the longest that one is away: no work-conserving schedule takes longer. */
function longest(tasks: readonly RealTask[]): Nanoseconds {
  const away = tasks.map((task) => task.arrival + demandOf(task).io)
  return tasks.reduce((sum, task) => sum + demandOf(task).compute, 0) + Math.max(...away)
}

/** What a task asks for in all. */
export function demandOf({ operations }: Pick<RealTask, 'operations'>): { compute: Nanoseconds; io: Nanoseconds } {
  const demand = { compute: 0, io: 0 }
  for (const operation of operations) demand[operation.do] += operation.for
  return demand
}
