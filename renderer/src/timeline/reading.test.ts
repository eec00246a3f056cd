import { describe, expect, it } from 'vitest'
import { readAt } from './reading.ts'
import { spanRows, spansAsCsv } from './span-rows.ts'
import { sentenceOfTimeline } from './timeline-sentence.ts'
import { spansOf, type TimelineData } from './timeline.ts'

const data: TimelineData = {
  sections: [
    {
      source: 'SIMULATED',
      title: 'Cores',
      lanes: [
        { label: 'core 0', process: null, spans: spansOf([{ from: 0, to: 3e6, task: 0, tone: 'running' }]) },
        { label: 'core 1', process: null, spans: spansOf([]) },
      ],
    },
  ],
  tasks: [{ name: 'a', process: 0 }],
  processes: ['web', 'database'],
  end: 5e6,
}

describe('readAt', () => {
  it('says who has which core, from when to when', () => {
    expect(readAt(data, 1e6, null).replaceAll('\u202f', ' ')).toBe(
      '1 ms · core 0: a of web running, 0–3 ms (3.00 ms) · core 1: idle',
    )
  })

  it('reads one lane where one is chosen', () => {
    expect(readAt(data, 4e6, data.sections[0]?.lanes[0] ?? null).replaceAll('\u202f', ' ')).toBe('4 ms · core 0: idle')
  })
})

describe('spanRows', () => {
  it('gives no more rows than asked for, and says how many there are', () => {
    const many = spansOf(
      Array.from({ length: 50 }, (_, index) => ({
        from: index * 10,
        to: index * 10 + 10,
        task: 0,
        tone: 'running' as const,
      })),
    )
    const lanes = [{ label: 'core 0', process: null, spans: many }]
    const table = spanRows(
      { ...data, sections: [{ source: 'MEASURED', title: 'Cores', lanes }] },
      { from: 100, to: 205 },
      5,
    )
    expect(table.rows.map(({ from }) => from)).toEqual([100, 110, 120, 130, 140])
    expect(table.total).toBe(11)
  })

  it('keeps commas of a name in its cell of the CSV', () => {
    const csv = [...spansAsCsv({ ...data, processes: ['a,b'], tasks: [{ name: 'x,y', process: 0 }] })].join('')
    expect(csv).toBe('source,lane,task,doing,from_ns,to_ns\nSIMULATED,core 0,"x,y",running,0,3000000\n')
  })

  it('says of what was measured how, in the table, the CSV and the sentence', () => {
    const section = {
      source: 'MEASURED' as const,
      how: 'threads’ own view',
      title: 'Cores',
      lanes: data.sections[0]?.lanes ?? [],
    }
    const measured = { ...data, sections: [section] }
    expect(spanRows(measured, { from: 0, to: Infinity }, 1).rows[0]?.source).toBe('MEASURED, threads’ own view')
    expect([...spansAsCsv(measured)].join('')).toContain('\n"MEASURED, threads’ own view",core 0,')
    expect(sentenceOfTimeline(measured)).toMatch(/^MEASURED, threads’ own view: cores in/)
  })

  it('gives every span of a long timeline once, in pieces', () => {
    const count = 2_500
    const spans = {
      count,
      from: Float64Array.from({ length: count }, (_, i) => i),
      to: Float64Array.from({ length: count }, (_, i) => i + 1),
      task: new Int32Array(count),
      tone: new Uint8Array(count),
    }
    const lanes = [{ label: 'core 0', process: null, spans }]
    const long = { ...data, sections: [{ source: 'SIMULATED' as const, title: 'Cores', lanes }] }
    const pieces = [...spansAsCsv(long)]
    expect(pieces.length).toBe(3)
    const starts = pieces
      .join('')
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => Number(line.split(',').at(-2)))
    expect(starts).toEqual([...spans.from])
  })

  it('keeps a spreadsheet from taking a name for a formula', () => {
    const named = { ...data, tasks: [{ name: '=1+1', process: 0 }], processes: ['p'] }
    expect([...spansAsCsv(named)].join('')).toContain(",'=1+1,")
  })
})
