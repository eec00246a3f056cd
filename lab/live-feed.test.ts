import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { MeasurementEvent } from '../contract/measurement.ts'
import { standInExperiment } from './experiments/fixture-experiment.ts'
import { LiveFeed } from './live-feed.ts'
import { standInSubject } from './procedure/fixture-subject.ts'
import { Recording } from './procedure/recording.ts'
import type { Block } from './procedure/subject.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const block = (nanoseconds: number, bytes: number): Block => ({
  values: { joined: [nanoseconds], held: [bytes] },
  overhead: { joined: 0, held: 0 },
  counts: {},
})
const subject = {
  ...standInSubject('thread', () => block(0, 0)),
  parts: ['joined', 'held'],
}

describe('the live feed', () => {
  it('gathers samples for a while, and then shows times and memory each in its unit', () => {
    const feed = new LiveFeed(standInExperiment([subject]), 1)
    const recording = new Recording(subject)
    const take = (one: Block): MeasurementEvent[] => {
      recording.add(one)
      return [...feed.take(recording, one)]
    }
    expect(take(block(1000, 8192))).toEqual([])
    vi.advanceTimersByTime(1000)
    const events = take(block(1000, 8192))
    for (const event of events) expect(MeasurementEvent.parse(event)).toEqual(event)
    const [samples, summary] = events
    expect(samples).toMatchObject({ batches: [{ values: [1000, 1000] }, { values: [8192, 8192] }] })
    expect(summary).toMatchObject({
      series: [
        { part: 'joined', unit: 'ns', summary: { median: 1000, count: 2 } },
        { part: 'held', unit: 'B', summary: { median: 8192, count: 2 } },
      ],
    })
    expect(take(block(1000, 8192))).toEqual([])
  })

  it('can show what is always 0', () => {
    const feed = new LiveFeed(standInExperiment([subject], { comparisons: ([of]) => (of ? [{ of, to: of }] : []) }), 1)
    const recording = new Recording(subject)
    vi.advanceTimersByTime(1000)
    recording.add(block(0, 0))
    const events = [...feed.take(recording, block(0, 0))]
    for (const event of events) expect(MeasurementEvent.parse(JSON.parse(JSON.stringify(event)))).toEqual(event)
    expect(events[1]).toMatchObject({ ratios: [] })
  })
})
