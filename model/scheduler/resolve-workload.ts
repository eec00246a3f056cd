import { findSpawnMistakes } from './spawn-discipline.ts'
import { copyName, WorkloadNames } from './workload-names.ts'
import { MOST_TASKS } from './workload-thread.ts'
import { NEEDS, type Name, type OperationTree, type ThreadTree, type WorkloadTree } from './workload-tree.ts'
import type { Operation, TaskPlan, Workload, WorkloadError } from './workload.ts'

const MOST_PROCESSES = 64
/** The longest that all tasks together may take, in nanoseconds: 30 days, so that every sum stays exact. */
const LONGEST_TOTAL = 30 * 86_400e9

/** The workload that a tree stands for, with its names looked up; null where there are errors, which are added. */
export function resolveWorkload(tree: WorkloadTree, errors: WorkloadError[]): Workload | null {
  const names = new WorkloadNames(tree, errors)
  checkSizes(tree, names)
  if (errors.length > 0) return null
  const tasks = tree.processes.flatMap(({ name, threads }) =>
    threads.flatMap((thread) => plansOf(thread, names.processes.indexOf(name.text), names)),
  )
  if (errors.length === 0) errors.push(...findSpawnMistakes(tree, names))
  if (errors.length > 0) return null
  return {
    processes: names.processes.map((name) => ({ name })),
    tasks,
    mutexes: names.objects.mutex.map(({ name }) => name.text),
    rwlocks: names.objects.rwlock.map(({ name }) => name.text),
    conditions: names.objects.condition.map(({ name }) => name.text),
    channels: names.objects.channel.map(({ name, capacity }) => ({ name: name.text, capacity })),
  }
}

function checkSizes({ processes }: WorkloadTree, { taskCount, processes: names, errors }: WorkloadNames): void {
  const fail = (place: Name | undefined, message: string): void =>
    void errors.push({ line: place?.line ?? 1, column: place?.column ?? 1, message })
  const threads = processes.flatMap((process) => process.threads)
  if (names.length > MOST_PROCESSES)
    fail(processes[0]?.name, `A workload may have ${MOST_PROCESSES} processes; this one has ${names.length}.`)
  if (taskCount === 0 && errors.length === 0) fail(undefined, 'A workload needs a process with at least one thread.')
  if (taskCount > MOST_TASKS) fail(threads[0]?.name, `A workload may have ${MOST_TASKS.toLocaleString('en-GB')} threads; this one has ${taskCount.toLocaleString('en-GB')}.`) // prettier-ignore
  let total = 0
  for (const { name, copies, arrival, body } of threads) {
    total += (arrival ?? 0) + (copies ?? 1) * demand(body)
    if (total > LONGEST_TOTAL) return fail(name, 'From here on all threads together take more than 30 days.')
  }
}

/** How long a program computes and waits for devices, in nanoseconds. */
function demand(body: readonly OperationTree[]): number {
  return body.reduce((sum, operation) => {
    if (operation.do === 'compute' || operation.do === 'io') return sum + operation.for
    return operation.do === 'repeat' ? sum + operation.times * demand(operation.body) : sum
  }, 0)
}

/** The tasks of a thread: copies share one program. */
function plansOf(thread: ThreadTree, process: number, names: WorkloadNames): TaskPlan[] {
  const { name, copies, arrival, nice, tickets, affinity, workingSetKiB, body } = thread
  const plan = { process, arrival, nice, tickets, affinity, workingSetKiB, program: operations(body, names) }
  if (copies === null) return [{ name: name.text, ...plan }]
  return Array.from({ length: copies }, (_, i) => ({ name: copyName(name.text, i), ...plan }))
}

function operations(body: readonly OperationTree[], names: WorkloadNames): Operation[] {
  return body.flatMap((operation): Operation | Operation[] => {
    switch (operation.do) {
      case 'compute':
      case 'io':
        return { do: operation.do, for: operation.for }
      case 'lock':
      case 'unlock':
        return { do: operation.do, mutex: names.object('mutex', operation.object) }
      case 'read-lock':
      case 'read-unlock':
      case 'write-lock':
      case 'write-unlock':
        return { do: operation.do, rwlock: names.object(NEEDS[operation.do], operation.object) }
      case 'wait': {
        const condition = names.object('condition', operation.condition)
        return { do: 'wait', condition, mutex: names.object('mutex', operation.mutex) }
      }
      case 'signal':
        return { do: operation.do, condition: names.object('condition', operation.object) }
      case 'send':
      case 'receive':
        return { do: operation.do, channel: names.object('channel', operation.object) }
      case 'spawn':
        return names.spawned(operation.thread).map((task) => ({ do: 'spawn', task }))
      case 'yield':
      case 'exit':
        return { do: operation.do }
      case 'repeat':
        return { do: 'repeat', times: operation.times, body: operations(operation.body, names) }
    }
  })
}
