import { describe, expect, it } from 'vitest'
import { SLICE_WORK, TASK_STATES, type Slices, type StateChanges } from '../../../model/scheduler/schedule.ts'
import type { TaskPlan } from '../../../model/scheduler/workload.ts'
import { coreLanes, taskLanes } from './lanes-of-schedule.ts'
import { toneOf, type TimelineLane } from './timeline.ts'

const task = (name: string, process: number): TaskPlan => ({
  name,
  process,
  arrival: 0,
  nice: 0,
  tickets: 1,
  affinity: null,
  workingSetKiB: 0,
  program: [],
})

const spansOfLane = ({ spans }: TimelineLane): unknown[] =>
  Array.from({ length: spans.count }, (_, index) => [
    spans.from[index],
    spans.to[index],
    spans.task[index],
    toneOf(spans.tone[index]),
  ])

describe('coreLanes', () => {
  it('gives each core its slices, and what is not computing as overhead', () => {
    const slices: Slices = {
      count: 3,
      task: Int32Array.of(0, 1, 1),
      core: Uint8Array.of(0, 1, 1),
      from: Float64Array.of(0, 0, 2),
      to: Float64Array.of(10, 2, 8),
      work: Uint8Array.from((['compute', 'switch', 'compute'] as const).map((work) => SLICE_WORK.indexOf(work))),
      end: Uint8Array.of(0, 0, 0),
    }
    const lanes = coreLanes({ slices, machine: { cores: 3, queues: 'one', costs: noCosts } })
    expect(lanes.map(spansOfLane)).toEqual([
      [[0, 10, 0, 'running']],
      [
        [0, 2, 1, 'overhead'],
        [2, 8, 1, 'running'],
      ],
      [],
    ])
  })
})

describe('taskLanes', () => {
  it('turns changes of state into spans, until the end where a task never gets done', () => {
    const list: [number, number, (typeof TASK_STATES)[number]][] = [
      [0, 0, 'runnable'],
      [0, 1, 'runnable'],
      [0, 0, 'running'],
      [5, 0, 'io'],
      [5, 1, 'running'],
      [7, 0, 'gone'],
      [9, 1, 'blocked'],
    ]
    const changes: StateChanges = {
      count: list.length,
      at: Float64Array.from(list, ([at]) => at),
      task: Int32Array.from(list, ([, one]) => one),
      state: Uint8Array.from(list, ([, , state]) => TASK_STATES.indexOf(state)),
    }
    const lanes = taskLanes({ changes, metrics: { ...noMetrics, end: 20 } }, [task('a', 1), task('b', 0)])
    expect(lanes.map(({ label }) => label)).toEqual(['b', 'a'])
    expect(lanes.map(spansOfLane)).toEqual([
      [
        [0, 5, 1, 'runnable'],
        [5, 9, 1, 'running'],
        [9, 20, 1, 'blocked'],
      ],
      [
        [0, 5, 0, 'running'],
        [5, 7, 0, 'io'],
      ],
    ])
  })
})

const noCosts = {
  switchWithinProcess: 0,
  switchBetweenProcesses: 0,
  refillPerKiB: 0,
  migration: 0,
  spawnThread: 0,
  spawnProcess: 0,
}
const noMetrics = {
  turnaround: null,
  response: null,
  waiting: null,
  fairness: null,
  switches: 0,
  migrations: 0,
  utilisation: 0,
  overhead: 0,
}
