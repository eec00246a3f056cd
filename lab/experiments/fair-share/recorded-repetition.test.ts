import { expect, it } from 'vitest'
import type { ProbeSamples } from '../../../contract/probe.ts'
import { recordedTurns, timelineOf } from './recorded-repetition.ts'
import { contestants } from './series.ts'

const CONTEST = { nice: [0, 5], periodNs: 10e6 }
const THREADS = contestants(CONTEST.nice)

/** The last slice is B’s, to find out that the period is over. */
const SAMPLES: ProbeSamples = {
  type: 'samples',
  series: 'recorded',
  batch: 1,
  values: {},
  overhead: {},
  counts: { lostRecords: 0 },
  timeline: {
    source: 'kernel',
    task: [0, 1, 0, 1],
    core: [1, 1, 1, 1],
    from: [0, 4e6, 6e6, 10.1e6],
    to: [4e6, 6e6, 10.05e6, 10.2e6],
    end: [0, 0, 2, 2],
  },
}

it('ends with the period', () => {
  expect(timelineOf(SAMPLES, THREADS, CONTEST)).toMatchObject({
    which: 'recorded',
    tasks: ['A', 'B'],
    slices: { task: [0, 1, 0], to: [4e6, 6e6, 10e6] },
  })
})

it('is none where a record was lost', () => {
  expect(timelineOf({ ...SAMPLES, counts: { lostRecords: 1 } }, THREADS, CONTEST)).toBeNull()
})

it('says how long turns were, of each thread that had one', () => {
  const timeline = timelineOf(SAMPLES, THREADS, CONTEST)
  expect(
    timeline && recordedTurns(timeline, contestants([0, 5, 19])).map(({ about, facts }) => [about?.condition, facts]),
  ).toEqual([
    [
      { thread: 'A', nice: 0 },
      { turns: 2, shortestNs: 4e6, medianNs: 4e6, longestNs: 4e6 },
    ],
    [
      { thread: 'B', nice: 5 },
      { turns: 1, shortestNs: 2e6, medianNs: 2e6, longestNs: 2e6 },
    ],
  ])
})
