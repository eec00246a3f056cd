import { describe, expect, it } from 'vitest'
import { parseWorkload, printWorkload } from '../../../model/scheduler/parse-workload.ts'
import type { Workload } from '../../../model/scheduler/workload.ts'
import { apart, regroup, together } from './regroup.ts'
import { addProcess, addThread, changeOperation, changeTask, removeTask } from './workload-edits.ts'

function workloadOf(text: string): Workload {
  const parsed = parseWorkload(text)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors))
  return parsed.workload
}

const text = `process web {
  thread a { compute 1 ms; spawn c; spawn b }
  thread b spawned { compute 2 ms }
}
process database {
  thread c spawned { compute 3 ms }
}`

/** What the form makes has to be what its text says. */
const again = (workload: Workload): Workload => workloadOf(printWorkload(workload))

describe('edits of a workload', () => {
  it('add threads and processes under names that are free, which can be written and read again', () => {
    const edited = addThread(addProcess(addProcess(workloadOf(text))), 0)
    expect(edited.processes.map(({ name }) => name)).toEqual(['web', 'database', 'p1', 'p2'])
    expect(new Set(edited.tasks.map(({ name }) => name)).size).toBe(edited.tasks.length)
    expect(again(edited).tasks.length).toBe(6)
  })

  it('take a thread away with what would spawn it, and keep what spawns others', () => {
    const edited = removeTask(workloadOf(text), 1)
    expect(edited.tasks.map(({ name }) => name)).toEqual(['a', 'c'])
    expect(edited.tasks[0]?.program).toEqual([
      { do: 'compute', for: 1e6 },
      { do: 'spawn', task: 1 },
    ])
  })

  it('take a process away with its last thread', () => {
    const edited = removeTask(workloadOf(text), 2)
    expect(edited.processes.map(({ name }) => name)).toEqual(['web'])
    expect(again(edited)).toEqual(edited)
  })

  it('change one thread and leave the others', () => {
    const before = workloadOf(text)
    const edited = changeTask(before, 0, { nice: 5, arrival: 2e6 })
    expect(edited.tasks[0]).toMatchObject({ nice: 5, arrival: 2e6 })
    expect(edited.tasks.slice(1)).toEqual(before.tasks.slice(1))
    expect(changeOperation(before.tasks[0]?.program ?? [], 0, { do: 'yield' })[0]).toEqual({ do: 'yield' })
  })
})

describe('grouping into processes', () => {
  it('keeps the tasks and what they do', () => {
    const workload = workloadOf(text)
    for (const other of [together(workload), apart(workload)])
      expect(other.tasks.map(({ program }) => program)).toEqual(workload.tasks.map(({ program }) => program))
    expect(regroup(workload, 'as-written')).toBe(workload)
  })

  it('puts all into one, or each into its own', () => {
    const workload = workloadOf(text)
    expect(together(workload).tasks.map(({ process }) => process)).toEqual([0, 0, 0])
    expect(apart(workload).tasks.map(({ process }) => process)).toEqual([0, 1, 2])
    expect(again(apart(workload)).processes.length).toBe(3)
  })
})
