import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { InspectorFrame } from '../../../../contract/inspector.ts'
import { THREAD_STATES } from '../../../../contract/inspector-words.ts'
import { FrameHistory, type InspectedRow, type InspectedTable } from './frame-history.ts'
import { OTHERS } from './inspected.ts'
import { madeFrame, madeThread, type MadeFigures } from './made-frames.ts'
import { NaiveHistory } from './NaiveHistory.ts'

const MiB = 1024 ** 2
const ROOMY = { seconds: 1e6, bytes: 512 * MiB }
const START = 1_800_000_000_000

const named = ({ rows }: InspectedTable): Record<string, InspectedRow> =>
  Object.fromEntries(rows.map((row) => [row.name, row]))

const withoutRows = ({ rows }: InspectedTable): Record<string, Omit<InspectedRow, 'row'>> =>
  Object.fromEntries(rows.map(({ row: _row, ...figures }) => [figures.name, figures]))

describe('FrameHistory', () => {
  it('is empty before the first frame and after clear', () => {
    const history = new FrameHistory(ROOMY)
    expect(history.tableAt(START)).toEqual({ at: Number.NaN, rows: [] })
    history.add(madeFrame(START, { threads: [madeThread(0)] }, [[0, {}]]))
    expect(history.tableAt(START).rows).toHaveLength(1)
    history.clear()
    expect([history.from, history.to]).toEqual([Number.NaN, Number.NaN])
    expect(history.tableAt(START).rows).toEqual([])
    expect(history.samplesBetween(0, Infinity).count).toBe(0)
  })

  it('shows the newest table that is not later, whatever came after it', () => {
    const history = new FrameHistory(ROOMY)
    history.add(madeFrame(START, { threads: [madeThread(0)], waits: ['do_poll'] }, [[0, { wait: 0 }]]))
    history.add(madeFrame(START + 100, {}, [[0, { state: 'running', ran: 90, cpu: 0.5, core: 1 }]]))
    history.add(madeFrame(START + 200, { gone: [0] }))
    expect(history.tableAt(START + 99).rows[0]).toMatchObject({ state: 'sleeping', wait: 'do_poll' })
    expect(history.tableAt(START + 100).rows[0]).toMatchObject({ state: 'running', wait: null, core: 1, ran: 90 })
    expect(history.tableAt(START + 200)).toEqual({ at: START + 200, rows: [] })
    expect(history.tableAt(0)).toMatchObject({ at: START })
  })

  it('tells a hidden wait channel from none', () => {
    const history = new FrameHistory(ROOMY)
    history.add(madeFrame(START, { threads: [madeThread(0), madeThread(1)] }, [[0, { wait: -2 }], [1, {}]])) // prettier-ignore
    const table = named(history.tableAt(START))
    expect(table['thread 0']).toMatchObject({ wait: null, waitHidden: true })
    expect(table['thread 1']).toMatchObject({ wait: null, waitHidden: false })
  })

  it('gives a thread of which nothing changed as the same object, and never changes one that it gave', () => {
    const history = new FrameHistory(ROOMY)
    history.add(madeFrame(START, { threads: [madeThread(0), madeThread(1)] }, [[0, {}], [1, {}]])) // prettier-ignore
    const before = named(history.tableAt(START))
    history.add(madeFrame(START + 100, {}, [[1, { cpu: 1 }]]))
    const after = named(history.tableAt(START + 100))
    expect(after['thread 0']).toBe(before['thread 0'])
    expect(before['thread 1']?.cpu).toBe(0)
    expect(after['thread 1']?.cpu).toBe(1)
  })

  it('keeps a thread’s row and history when it is inspected anew, and gives another thread of the same ids its own', () => {
    const history = new FrameHistory(ROOMY)
    const first = madeThread(7, { tid: 50, startedAt: 5000 })
    history.add(madeFrame(START, { threads: [first] }, [[7, { ran: 3 }]]))
    const before = history.tableAt(START).rows[0]?.row ?? -1
    history.begin()
    history.add(madeFrame(START + 1000, { threads: [{ ...first, row: 0, startedAt: 5010 }] }, [[0, {}]]))
    expect(history.tableAt(START + 1000).rows[0]?.row).toBe(before)
    expect(history.threadBetween(before, 0, Infinity).count).toBe(2)
    history.begin()
    history.add(madeFrame(START + 2000, { threads: [{ ...first, row: 0, startedAt: 9000 }] }, [[0, {}]]))
    expect(history.tableAt(START + 2000).rows[0]?.row).not.toBe(before)
  })

  it('leaves the time between two inspections and within a lost connection uncovered', () => {
    const history = new FrameHistory(ROOMY)
    history.add(madeFrame(START))
    history.add(madeFrame(START + 100.4))
    history.begin()
    history.add(madeFrame(START + 5000, { interval: 3 }))
    history.add(madeFrame(START + 5100))
    const { count, start, at } = history.samplesBetween(0, Infinity)
    expect(count).toBe(4)
    expect([...start]).toEqual([START, START, START + 5000, START + 5000])
    expect([...at]).toEqual([START, START + 100.4, START + 5000, START + 5100])
  })

  it('starts over where the clock was set back, with the table as it is', () => {
    const history = new FrameHistory(ROOMY)
    history.add(madeFrame(START, { threads: [madeThread(0)] }, [[0, { cpu: 0.25 }]]))
    history.add(madeFrame(START - 60_000, {}, []))
    expect([history.from, history.to]).toEqual([START - 60_000, START - 60_000])
    expect(history.tableAt(START).rows[0]?.cpu).toBe(0.25)
  })

  it('names the threads that ran longest on a core and sums the others', () => {
    const history = new FrameHistory(ROOMY)
    const rows = Array.from({ length: 9 }, (_, row) => row)
    history.add(madeFrame(START, { threads: rows.map((row) => madeThread(row)) }, rows.map((row) => [row, {}]))) // prettier-ignore
    history.add(madeFrame(START + 100, {}, rows.map((row) => [row, { ran: row + 1, core: row === 8 ? 3 : 0 }]))) // prettier-ignore
    const { end, core, row, ran } = history.coresBetween(START, START + 100)
    expect([...end]).toEqual([0, 8])
    expect([...core]).toEqual([0, 0, 0, 0, 0, 0, 0, 3])
    expect([...ran]).toEqual([8, 7, 6, 5, 4, 3, 1 + 2, 9])
    expect(row[6]).toBe(OTHERS)
    const { busy } = history.samplesBetween(START, START + 100)
    expect(busy[1]).toBeCloseTo(0.45)
  })

  it('says when a thread ended', () => {
    const history = new FrameHistory(ROOMY)
    history.add(madeFrame(START, { threads: [madeThread(0), madeThread(1)] }, [[0, {}], [1, {}]])) // prettier-ignore
    const row = named(history.tableAt(START))['thread 1']?.row ?? -1
    history.add(madeFrame(START + 100, { gone: [1] }))
    history.add(madeFrame(START + 200, { threads: [madeThread(2)] }, [[2, {}]]))
    expect(history.threadBetween(row, START, START + 200)).toMatchObject({ count: 1, ended: START + 100 })
    expect(history.threadBetween(row, START + 150, START + 200)).toMatchObject({ count: 0, ended: null })
    expect([...history.samplesBetween(START, START + 200).died]).toEqual([0, 1, 0])
    expect([...history.samplesBetween(START, START + 200).born]).toEqual([0, 0, 1])
  })

  it('tells of every thread that ended, with the figures it had, however the samples are kept', () => {
    const history = new FrameHistory(ROOMY)
    const samples = 600
    for (let row = 0; row < samples; row++) {
      const gone = row === 0 ? [] : [row - 1]
      history.add(madeFrame(START + row * 100, { threads: [madeThread(row)], gone }, [[row, { ran: row }]]))
    }
    const ended = [...history.tell()].flatMap(({ at, gone }) => gone.map(({ name, ran }) => [at, name, ran]))
    const each = Array.from({ length: samples - 1 }, (_, row) => [START + (row + 1) * 100, `thread ${row}`, row])
    expect(ended).toEqual(each)
  })

  it('ignores figures of a thread that was never named', () => {
    const history = new FrameHistory(ROOMY)
    history.add(madeFrame(START, { gone: [3] }, [[9, { ran: 5 }]]))
    expect(history.tableAt(START).rows).toEqual([])
  })

  it('agrees with a store that keeps every whole table', () => {
    fc.assert(
      fc.property(watches, (frames) => {
        const history = new FrameHistory(ROOMY)
        const naive = new NaiveHistory()
        for (const { frame, begins } of frames) {
          if (begins) history.begin()
          history.add(frame)
          naive.add(frame, begins)
        }
        // Forwards, backwards and at random: replaying goes on from where it was.
        const moments = naive.moments
        const asked = [...moments, ...moments.toReversed(), ...moments.filter((_, index) => index % 3 === 1)]
        for (const at of asked) expect(withoutRows(history.tableAt(at))).toEqual(naive.tableAt(at))
        for (const { row, name } of history.tableAt(history.to).rows) {
          const { count, at, state, ran } = history.threadBetween(row, 0, Infinity)
          const told = Array.from({ length: count }, (_, index) => [
            at[index],
            THREAD_STATES[state[index] ?? -1],
            ran[index],
          ])
          expect(told).toEqual(naive.threadOf(name))
        }
      }),
      { numRuns: 60 },
    )
  })

  it('keeps at least the seconds asked for and little more, however long it goes on', () => {
    const history = new FrameHistory({ seconds: 300, bytes: 96 * MiB })
    const threads = Array.from({ length: 100 }, (_, row) => madeThread(row))
    history.add(madeFrame(START, { threads }, threads.map(({ row }) => [row, {}]))) // prettier-ignore
    let most = 0
    let early = 0
    const frames = 36_000
    for (let frame = 1; frame <= frames; frame++) {
      const changed = [frame % 100, (frame * 7) % 100]
      history.add(madeFrame(START + frame * 100, {}, changed.map((row) => [row, { ran: (frame % 9) * 10 }]))) // prettier-ignore
      if (frame <= 6000) early = Math.max(early, history.bytes)
      most = Math.max(most, history.bytes)
    }
    expect(history.to - history.from).toBe(300_000)
    expect(history.isCutShort).toBe(false)
    expect(most).toBeLessThan(early * 1.2)
    expect(history.samplesBetween(0, Infinity).count).toBeLessThan(3000 + 200)
    expect(history.tableAt(history.from).rows).toHaveLength(100)
  })

  it('stays within its bytes in a storm of births and deaths, by reaching less far back', () => {
    const bytes = 8 * MiB
    const history = new FrameHistory({ seconds: 300, bytes })
    let next = 0
    for (let frame = 0; frame < 1200; frame++) {
      const born = Array.from({ length: 200 }, () => madeThread(next++))
      const gone = frame === 0 ? [] : born.map(({ row }) => row - 200)
      history.add(madeFrame(START + frame * 100, { threads: born, gone }, born.map(({ row }) => [row, { ran: 1 }]))) // prettier-ignore
      expect(history.bytes).toBeLessThan(bytes * 1.2)
    }
    expect(history.tableAt(history.to).rows).toHaveLength(200)
    expect(history.tableAt(history.from).rows).toHaveLength(200)
    expect(history.to - history.from).toBeLessThan(300_000)
    expect(history.isCutShort).toBe(true)
    expect(history.to - history.from).toBeGreaterThan(5000)
  })
})

/** One or more inspections of the same machine: births, deaths, renamings, figures, gaps; names tell the threads. */
const watches = fc
  .array(
    fc.record({
      hertz: fc.constantFrom(1, 10, 50),
      pause: fc.integer({ min: 0, max: 4000 }),
      steps: fc.array(
        fc.record({
          births: fc.nat(3),
          deaths: fc.array(fc.nat(20), { maxLength: 2 }),
          changes: fc.array(fc.tuple(fc.nat(20), fc.nat(6), fc.nat(400), fc.integer({ min: -2, max: 3 })), {
            maxLength: 12,
          }),
          renamed: fc.option(fc.nat(20)),
        }),
        { minLength: 1, maxLength: 60 },
      ),
    }),
    { minLength: 1, maxLength: 3 },
  )
  .map((list) => {
    const frames: { frame: InspectorFrame; begins: boolean }[] = []
    const alive: { tid: number; nice: number }[] = []
    let tids = 0
    let at = START
    for (const { hertz, pause, steps } of list) {
      const rows = new Map<number, number>()
      const waits: string[] = []
      at += pause
      steps.forEach(({ births, deaths, changes, renamed }, step) => {
        at += 1000 / hertz
        const gone = deaths.flatMap((death) => {
          const [dead] = alive.length > 0 ? alive.splice(death % alive.length, 1) : []
          const row = dead && rows.get(dead.tid)
          return row === undefined ? [] : [row]
        })
        for (let birth = 0; birth < births; birth++) alive.push({ tid: ++tids, nice: 0 })
        const changed = renamed === null ? undefined : alive[renamed % Math.max(1, alive.length)]
        if (changed) changed.nice += 1
        const told = alive.filter((one) => !rows.has(one.tid) || one === changed)
        for (const { tid } of told) if (!rows.has(tid)) rows.set(tid, rows.size)
        const threads = told.map(({ tid, nice }) =>
          madeThread(rows.get(tid) ?? 0, { tid, name: `t${tid}`, startedAt: tid * 1000, nice }),
        )
        const figures = new Map<number, [number, MadeFigures]>()
        for (const [who, state, quarters, wait] of changes) {
          const row = rows.get(alive[who % Math.max(1, alive.length)]?.tid ?? -1)
          if (row === undefined) continue
          figures.set(row, [
            row,
            { state: THREAD_STATES[state] ?? 'sleeping', ran: quarters / 4, wait: Math.min(wait, waits.length) },
          ])
        }
        // Each inspection meets the wait channels in an order of its own.
        const fresh = waits.length < 4 ? [`w${(waits.length + hertz) % 4}`] : []
        waits.push(...fresh)
        const frame = madeFrame(at, { interval: 1000 / hertz, threads, gone, waits: fresh }, [...figures.values()])
        frames.push({ frame, begins: step === 0 })
      })
    }
    return frames
  })
