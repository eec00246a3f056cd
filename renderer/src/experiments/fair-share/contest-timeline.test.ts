import { expect, it } from 'vitest'
import type { Timeline } from '../../../../contract/timeline.ts'
import { toneOf, type Spans } from '../../timeline/timeline.ts'
import { contestTimeline, recordedContest } from './contest-timeline.ts'

const PERIOD = 100e6
const timeline: Timeline = {
  which: 'recorded',
  repetition: 1,
  source: 'kernel',
  tasks: ['A', 'B'],
  slices: { task: [0, 1, 0], core: [3, 3, 3], from: [1e6, 20e6, 30e6], to: [20e6, 30e6, 90e6], end: [0, 0, 0] },
}
const shown = {
  parameters: { nice: '0 5', period: 100 },
  observations: [
    { name: 'core', facts: { core: 3 } },
    { name: 'prediction-basis', facts: { sliceNs: 4e6, switchNs: 0 } },
  ],
  timelines: [timeline],
}

const spansIn = ({ count, from, to, tone }: Spans): unknown[] =>
  Array.from({ length: count }, (_, i) => [toneOf(tone[i]), from[i], to[i]])

it('a busy thread waits for the core whenever it does not have it, until the period ends', () => {
  const contest = recordedContest(shown)
  const [measured, simulated] = contest ? contestTimeline(contest).sections : []
  expect(measured?.lanes.map(({ label }) => label)).toEqual(['core 3', 'A nice 0', 'B nice 5'])
  expect(measured?.lanes[2] && spansIn(measured.lanes[2].spans)).toEqual([
    ['runnable', 0, 20e6],
    ['running', 20e6, 30e6],
    ['runnable', 30e6, PERIOD],
  ])
  expect(simulated?.source).toBe('SIMULATED')
  for (const { spans } of simulated?.lanes ?? []) expect(spans.to[spans.count - 1]).toBe(PERIOD)
})

it('is nothing for a run that is not complete', () => {
  expect(recordedContest({ observations: [] })).toBeNull()
})
