import { expect, it } from 'vitest'
import type { TimelineSlices } from '../../../../contract/timeline.ts'
import type { RealTask } from '../../../../model/scheduler/real-plan.ts'
import { toneOf, type Spans } from '../../timeline/timeline.ts'
import { measuredCoreLanes, measuredTaskLanes } from './measured-lanes.ts'

const task = (name: string, operations: RealTask['operations'], arrival = 0): RealTask => ({
  ...{ name, arrival, nice: 0, cores: [0], operations },
})

/** a computes, is preempted by b, computes, sleeps, and comes back late. */
const slices: TimelineSlices = {
  task: [0, 1, 0, 0],
  core: [5, 5, 5, 5],
  from: [1, 4, 6, 20],
  to: [4, 6, 10, 22],
  end: [0, 2, 1, 2],
}
const TASKS = [task('a', [{ do: 'io', for: 7 }]), task('b', [], 2)]

const spansIn = ({ count, from, to, tone }: Spans): unknown[] =>
  Array.from({ length: count }, (_, i) => [toneOf(tone[i]), from[i], to[i]])

it('a core’s lane holds who had it', () => {
  const [lane] = measuredCoreLanes({ slices }, [5])
  expect(lane?.label).toBe('core 5')
  expect([...(lane?.spans.task ?? [])]).toEqual([0, 1, 0, 0])
})

it('a thread without a core is runnable after a preemption, asleep as long as it asked for, and runnable again', () => {
  const [a, b] = measuredTaskLanes({ slices }, TASKS, 1)
  expect(a && spansIn(a.spans)).toEqual([
    ['runnable', 0, 1],
    ['running', 1, 4],
    ['runnable', 4, 6],
    ['running', 6, 10],
    ['io', 10, 17],
    ['runnable', 17, 20],
    ['running', 20, 22],
  ])
  expect(b && spansIn(b.spans)).toEqual([
    ['runnable', 2, 4],
    ['running', 4, 6],
  ])
})

it('a wait that it did not ask for is not divided', () => {
  const [a] = measuredTaskLanes({ slices }, [task('a', []), task('b', [])], 1)
  expect(a && spansIn(a.spans)).toContainEqual(['io', 10, 20])
})
