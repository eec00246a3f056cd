import type { Operation, Workload } from '../../../model/scheduler/workload.ts'

/** An operation that the form offers, under a name of its own. */
export interface OperationChoice {
  id: string
  label: string
  /** With the usual duration, where it has one. */
  operation: Operation
}

const MILLISECOND = 1e6

/** What a task of a workload can do: only what it declares objects for, and spawning its other tasks. */
export function operationChoices(workload: Workload): OperationChoice[] {
  const choices: OperationChoice[] = [
    { id: 'compute', label: 'compute', operation: { do: 'compute', for: MILLISECOND } },
    { id: 'io', label: 'I/O', operation: { do: 'io', for: MILLISECOND } },
    { id: 'yield', label: 'yield', operation: { do: 'yield' } },
    { id: 'exit', label: 'exit', operation: { do: 'exit' } },
  ]
  const add = (operation: Operation, name: string): void => {
    choices.push({ id: `${operation.do} ${name}`, label: `${operation.do} ${name}`, operation })
  }
  workload.mutexes.forEach((name, mutex) => {
    for (const kind of ['lock', 'unlock'] as const) add({ do: kind, mutex }, name)
  })
  workload.rwlocks.forEach((name, rwlock) => {
    for (const kind of ['read-lock', 'read-unlock', 'write-lock', 'write-unlock'] as const)
      add({ do: kind, rwlock }, name)
  })
  workload.conditions.forEach((name, condition) => {
    add({ do: 'signal', condition }, name)
    workload.mutexes.forEach((held, mutex) => add({ do: 'wait', condition, mutex }, `${name} ${held}`))
  })
  workload.channels.forEach(({ name }, channel) => {
    for (const kind of ['send', 'receive'] as const) add({ do: kind, channel }, name)
  })
  workload.tasks.forEach(({ name, arrival }, task) => {
    if (arrival === null) add({ do: 'spawn', task }, name)
  })
  return choices
}

/** Which choice an operation is, whatever its duration; null for a repetition, which only the text can change. */
export function choiceOf(operation: Operation, choices: readonly OperationChoice[]): OperationChoice | null {
  if (operation.do === 'repeat') return null
  return choices.find((choice) => isSame(choice.operation, operation)) ?? null
}

function isSame(choice: Operation, operation: Operation): boolean {
  if (choice.do !== operation.do) return false
  if (choice.do === 'compute' || choice.do === 'io') return true
  return JSON.stringify(choice) === JSON.stringify(operation)
}

/** How long an operation takes by itself; null for one that takes no time or waits for others. */
export function durationOf(operation: Operation): number | null {
  return operation.do === 'compute' || operation.do === 'io' ? operation.for : null
}
