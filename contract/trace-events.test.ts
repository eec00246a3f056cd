import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { writeTrace, type Trace, type TracePart, type TraceSlice } from './trace-events.ts'

/** The Trace Event Format, as much of it as is used, and nothing beyond it. */
const Event = z.discriminatedUnion('ph', [
  z.strictObject({
    ph: z.literal('M'),
    name: z.enum(['process_name', 'process_sort_index', 'thread_name', 'thread_sort_index']),
    pid: z.int().positive(),
    tid: z.int().positive(),
    args: z.record(z.string(), z.union([z.string(), z.number()])),
  }),
  z.strictObject({
    ph: z.literal('X'),
    name: z.string(),
    cat: z.enum(['MEASURED', 'SIMULATED']),
    pid: z.int().positive(),
    tid: z.int().positive(),
    ts: z.number().nonnegative(),
    dur: z.number().nonnegative(),
    args: z.record(z.string(), z.union([z.string(), z.number()])),
  }),
])
const Document = z.strictObject({
  displayTimeUnit: z.literal('ns'),
  otherData: z.record(z.string(), z.string()),
  traceEvents: z.array(Event),
})

const parse = (trace: Trace): z.infer<typeof Document> => Document.parse(JSON.parse([...writeTrace(trace)].join('')))

const slice = (more: Partial<TraceSlice> = {}): TraceSlice => ({
  track: 0,
  name: 'a',
  from: 0,
  to: 1,
  args: {},
  ...more,
})
const part = (slices: TraceSlice[], more: Partial<TracePart> = {}): TracePart => ({
  source: 'MEASURED',
  tracks: [{ group: 'Cores', name: 'core 0' }],
  slices,
  ...more,
})
const bars = (trace: Trace) => parse(trace).traceEvents.flatMap((event) => (event.ph === 'X' ? [event] : []))
const names = (trace: Trace, name: string): unknown[] =>
  parse(trace).traceEvents.flatMap((event) => (event.ph === 'M' && event.name === name ? [event.args['name']] : []))

describe('writeTrace', () => {
  it('names groups and tracks, and puts each bar on its own with its origin', () => {
    const tracks = [
      { group: 'Cores', name: 'core 0' },
      { group: 'Threads', name: 'a' },
      { group: 'Threads', name: 'b' },
    ]
    const trace = { about: { run: 'x' }, parts: [part([slice({ track: 2, from: 1_500, to: 4_000 })], { tracks })] }
    expect(parse(trace).otherData).toEqual({ run: 'x' })
    expect(names(trace, 'process_name')).toEqual(['Cores', 'Threads'])
    expect(names(trace, 'thread_name')).toEqual(['core 0', 'a', 'b'])
    const [bar] = bars(trace)
    expect(bar).toMatchObject({ name: 'a', cat: 'MEASURED', ts: 1.5, dur: 2.5 })
    const named = parse(trace).traceEvents.find(({ ph, tid }) => ph === 'M' && tid === bar?.tid)
    expect(named?.args).toEqual({ name: 'b' })
  })

  it('gives no number twice, of whatever part, and never 0', () => {
    const trace = { about: {}, parts: [part([]), part([], { source: 'SIMULATED' })] }
    const events = parse(trace).traceEvents
    const pids = new Set(events.map(({ pid }) => pid))
    const tids = new Set(events.filter(({ name }) => name === 'thread_name').map(({ tid }) => tid))
    expect([pids.size, tids.size, new Set([...pids, ...tids]).size]).toEqual([2, 2, 4])
  })

  it('writes times from which readers that cut off get every nanosecond back', () => {
    const ends = Array.from({ length: 20_000 }, (_, i) => (i + 1) * 997 + (i % 7) * 1_000_000_007)
    const sorted = ends.toSorted((a, b) => a - b)
    const slices = sorted.map((to, i) => slice({ from: sorted[i - 1] ?? 0, to }))
    const read = bars({ about: {}, parts: [part(slices)] }).map(({ ts, dur }) => [
      Math.trunc(ts * 1_000),
      Math.trunc(dur * 1_000),
    ])
    expect(read).toEqual(slices.map(({ from, to }) => [from, to - from]))
  })

  it('rounds fractions of a nanosecond so that neighbours still touch', () => {
    const [a, b] = bars({ about: {}, parts: [part([slice({ to: 10.6 }), slice({ from: 10.6, to: 20.2 })])] })
    expect(Math.trunc(((a?.ts ?? 0) + (a?.dur ?? 0)) * 1_000)).toBe(11)
    expect(Math.trunc((b?.ts ?? 0) * 1_000)).toBe(11)
  })

  it.each(['"', '\\', '</script>', 'line\nbreak', '{"ph":"X"}', '✓ 線', '\u2028'])(
    'keeps the name %j as it is',
    (name) => {
      const trace = {
        about: { name },
        parts: [part([slice({ name, args: { name } })], { tracks: [{ group: name, name }] })],
      }
      expect(bars(trace)[0]).toMatchObject({ name, args: { name } })
      expect(names(trace, 'thread_name')).toEqual([name])
      expect(parse(trace).otherData).toEqual({ name })
    },
  )

  it.each([
    ['a\0b', 'a\ufffdb'],
    ['\ud800', '\ufffd'],
    ['😀', '😀'],
  ])('replaces in %j what programs in C cannot read', (name, readable) => {
    expect(bars({ about: {}, parts: [part([slice({ name })])] })[0]?.name).toBe(readable)
  })

  it('leaves out bars that end before they begin, and those of no track', () => {
    expect(bars({ about: {}, parts: [part([slice({ from: 5, to: 4 }), slice({ track: 9 })])] })).toEqual([])
  })

  it('comes in pieces', () => {
    const slices = Array.from({ length: 5_000 }, (_, i) => slice({ from: i, to: i + 1 }))
    const pieces = [...writeTrace({ about: {}, parts: [part(slices)] })]
    expect(pieces.length).toBeGreaterThan(3)
    expect(Document.parse(JSON.parse(pieces.join(''))).traceEvents).toHaveLength(5_004)
  })

  it('is valid without anything in it', () => {
    expect(parse({ about: {}, parts: [] }).traceEvents).toEqual([])
  })
})
