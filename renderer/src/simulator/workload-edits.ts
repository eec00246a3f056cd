import { DEFAULTS } from '../../../model/scheduler/workload-thread.ts'
import type { Operation, TaskPlan, Workload } from '../../../model/scheduler/workload.ts'

/*
 * What the form does to a workload. Each gives a new one; numbers that index a list are kept right.
 */

const MILLISECOND = 1e6

export function addThread(workload: Workload, process: number): Workload {
  const task: TaskPlan = {
    name: newName('t', workload.tasks),
    process,
    ...DEFAULTS,
    arrival: 0,
    affinity: null,
    program: [{ do: 'compute', for: MILLISECOND }],
  }
  return { ...workload, tasks: [...workload.tasks, task] }
}

/** A process of its own, with one thread. */
export function addProcess(workload: Workload): Workload {
  const processes = [...workload.processes, { name: newName('p', workload.processes) }]
  return addThread({ ...workload, processes }, processes.length - 1)
}

export function changeTask(workload: Workload, task: number, change: Partial<TaskPlan>): Workload {
  return { ...workload, tasks: workload.tasks.map((one, index) => (index === task ? { ...one, ...change } : one)) }
}

/** Takes a task away, with what would spawn it, and its process if it was the last of it. */
export function removeTask(workload: Workload, task: number): Workload {
  const process = workload.tasks[task]?.process
  const tasks = workload.tasks
    .filter((_, index) => index !== task)
    .map((one) => ({ ...one, program: withoutSpawn(one.program, task) }))
  if (process === undefined || tasks.some((one) => one.process === process)) return { ...workload, tasks }
  return {
    ...workload,
    processes: workload.processes.filter((_, index) => index !== process),
    tasks: tasks.map((one) => ({ ...one, process: one.process > process ? one.process - 1 : one.process })),
  }
}

function withoutSpawn(program: readonly Operation[], task: number): Operation[] {
  return program.flatMap((operation): Operation[] => {
    if (operation.do === 'repeat') return [{ ...operation, body: withoutSpawn(operation.body, task) }]
    if (operation.do !== 'spawn') return [operation]
    if (operation.task === task) return []
    return [{ do: 'spawn', task: operation.task > task ? operation.task - 1 : operation.task }]
  })
}

export function addOperation(program: readonly Operation[], operation: Operation): Operation[] {
  return [...program, operation]
}

export function changeOperation(program: readonly Operation[], place: number, operation: Operation): Operation[] {
  return program.map((one, index) => (index === place ? operation : one))
}

export function removeOperation(program: readonly Operation[], place: number): Operation[] {
  return program.filter((_, index) => index !== place)
}

/** A letter and the least number that nothing is named by. */
function newName(letter: string, named: readonly { name: string }[]): string {
  const taken = new Set(named.map(({ name }) => name))
  let number = 1
  while (taken.has(`${letter}${number}`)) number += 1
  return `${letter}${number}`
}
