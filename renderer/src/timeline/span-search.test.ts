import { describe, expect, it } from 'vitest'
import { edgeAfter, edgeBefore, firstEndingAfter, spanAt } from './span-search.ts'
import { spansOf, type TimelineLane } from './timeline.ts'

const spans = spansOf([
  { from: 30, to: 40, task: 1, tone: 'running' },
  { from: 0, to: 10, task: 0, tone: 'running' },
  { from: 10, to: 20, task: 1, tone: 'overhead' },
])
const lane = (of = spans): TimelineLane => ({ label: 'core 0', process: null, spans: of })

describe('spanAt', () => {
  it('finds the span that covers a time, its beginning included and its end not', () => {
    expect([0, 9, 10, 30, 39].map((time) => spanAt(spans, time))).toEqual([0, 0, 1, 2, 2])
  })

  it('finds none in a gap, before the first and from the end of the last on', () => {
    expect([-1, 20, 29, 40, 99].map((time) => spanAt(spans, time))).toEqual([null, null, null, null, null])
  })

  it('finds none where there are no spans', () => {
    expect(spanAt(spansOf([]), 0)).toBeNull()
    expect(firstEndingAfter(spansOf([]), 0)).toBe(0)
  })
})

describe('edges of spans', () => {
  it('are visited forwards, each once', () => {
    const seen: number[] = []
    for (let at: number | null = -1; at !== null; at = edgeAfter([lane()], at)) seen.push(at)
    expect(seen).toEqual([-1, 0, 10, 20, 30, 40])
  })

  it('are visited backwards, each once', () => {
    const seen: number[] = []
    for (let at: number | null = 99; at !== null; at = edgeBefore([lane()], at)) seen.push(at)
    expect(seen).toEqual([99, 40, 30, 20, 10, 0])
  })

  it('of several lanes come in the order of time', () => {
    const other = lane(spansOf([{ from: 5, to: 35, task: 2, tone: 'running' }]))
    expect(edgeAfter([lane(), other], 0)).toBe(5)
    expect(edgeAfter([lane(), other], 30)).toBe(35)
    expect(edgeBefore([lane(), other], 40)).toBe(35)
  })
})
