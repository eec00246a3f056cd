import { expect, it } from 'vitest'
import { MOST_TIMELINE_SLICES, type TimelineSlices } from '../../../contract/timeline.ts'
import { KeptTimelines } from './kept-timelines.ts'

function slices(end: number, count = 1): TimelineSlices {
  const column = (value: number): number[] => Array.from({ length: count }, () => value)
  return { task: column(0), core: column(0), from: column(0), to: column(end), end: column(2) }
}

function kept(ends: readonly number[], count = 1): [string, number][] {
  const timelines = new KeptTimelines(['a'])
  ends.forEach((end, i) =>
    timelines.add({ repetition: i + 1, source: 'kernel', slices: slices(end, count), turnarounds: [end] }),
  )
  return timelines.chosen().map(({ which, repetition }) => [which, repetition])
}

it('keeps the repetition nearest to the medians, the soonest and the latest', () => {
  expect(kept([50, 10, 40, 90, 41])).toEqual([
    ['typical', 5],
    ['soonest', 2],
    ['latest', 4],
  ])
})

it('keeps none twice, and none where there is none', () => {
  expect(kept([7])).toEqual([['typical', 1]])
  expect(kept([])).toEqual([])
})

it('keeps no more slices than a run may have', () => {
  expect(kept([50, 10, 90], MOST_TIMELINE_SLICES)).toEqual([['typical', 1]])
})
