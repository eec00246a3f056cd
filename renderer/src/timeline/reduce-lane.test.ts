import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { reduceLane } from './reduce-lane.ts'
import { spansOf, TONES, type Span } from './timeline.ts'

const total = (columns: Float32Array): number => columns.reduce((sum, share) => sum + share, 0)

describe('reduceLane', () => {
  it('keeps spans that are wide enough to be drawn each', () => {
    const spans = spansOf([
      { from: 0, to: 50, task: 0, tone: 'running' },
      { from: 50, to: 100, task: 1, tone: 'running' },
    ])
    const { boxes, boxCount, hasColumns } = reduceLane(spans, { from: 0, to: 100 }, 100)
    expect([...boxes.subarray(0, boxCount)]).toEqual([0, 1])
    expect(hasColumns).toBe(false)
  })

  it('sums narrower ones up by pixel and tone', () => {
    const spans = spansOf(
      Array.from({ length: 100 }, (_, index) => ({
        from: index * 10,
        to: index * 10 + 5,
        task: index,
        tone: 'running' as const,
      })),
    )
    const { boxCount, columns } = reduceLane(spans, { from: 0, to: 1_000 }, 10)
    expect(boxCount).toBe(0)
    for (let pixel = 0; pixel < 10; pixel++) expect(columns[pixel * TONES.length]).toBeCloseTo(0.5, 5)
  })

  it('draws only what is in the window', () => {
    const spans = spansOf([
      { from: 0, to: 10, task: 0, tone: 'running' },
      { from: 20, to: 30, task: 1, tone: 'running' },
      { from: 40, to: 50, task: 2, tone: 'running' },
    ])
    const { boxes, boxCount } = reduceLane(spans, { from: 20, to: 40 }, 100)
    expect([...boxes.subarray(0, boxCount)]).toEqual([1])
  })

  it('loses no time, whatever the spans and the window', () => {
    const workloads = fc.array(fc.tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 1, max: 400 })), {
      maxLength: 200,
    })
    fc.assert(
      fc.property(
        workloads,
        fc.integer({ min: 1, max: 300 }),
        fc.nat(5_000),
        fc.integer({ min: 20, max: 9_000 }),
        (list, width, from, long) => {
          let at = 0
          const spans = spansOf(
            list.map(([gap, length], task): Span => {
              const start = at + gap
              at = start + length
              return { from: start, to: at, task, tone: 'running' }
            }),
          )
          const to = from + long
          const { boxes, boxCount, columns } = reduceLane(spans, { from, to }, width)
          const clipped = (index: number): number =>
            Math.min(to, spans.to[index] ?? 0) - Math.max(from, spans.from[index] ?? 0)
          const drawn = [...boxes.subarray(0, boxCount)].reduce((sum, index) => sum + clipped(index), 0)
          const wanted = list.reduce((sum, _, index) => sum + Math.max(0, clipped(index)), 0)
          expect(drawn + (total(columns) * long) / width).toBeCloseTo(wanted, 0)
        },
      ),
      { numRuns: 500 },
    )
  })
})
