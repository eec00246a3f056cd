import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { InspectedColumns } from '../../contract/inspector.ts'
import { THREAD_STATES } from '../../contract/inspector-words.ts'
import { madeReading, type MadeThread } from './fixture-reading.ts'
import { Rates } from './rates.ts'

const MS = 1e6
const TICK_MS = 10

/** What the columns say of one row; undefined where they do not mention it. */
function figuresOf(columns: InspectedColumns, row: number): Record<string, number> | undefined {
  const i = columns.row.indexOf(row)
  if (i < 0) return undefined
  return Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values[i] ?? NaN]))
}

const stateOf = (columns: InspectedColumns, row: number): string | undefined =>
  THREAD_STATES[figuresOf(columns, row)?.['state'] ?? -1]

describe('states', () => {
  it.each<[Partial<MadeThread>, string]>([
    [{ letter: 'R', run: 60 * MS }, 'running'],
    [{ letter: 'R', run: 50 * MS }, 'running'],
    [{ letter: 'R', run: 49 * MS }, 'runnable'],
    [{ letter: 'S' }, 'sleeping'],
    [{ letter: 'S', wait: 0 }, 'blocked'],
    [{ letter: 'S', wait: 1 }, 'sleeping'],
    [{ letter: 'S', wait: -2 }, 'sleeping'],
    [{ letter: 'D', wait: 1 }, 'io'],
    [{ letter: 'T' }, 'stopped'],
    [{ letter: 't' }, 'stopped'],
    [{ letter: 'Z' }, 'gone'],
    [{ letter: 'X' }, 'gone'],
    [{ letter: 'I' }, 'sleeping'],
    [{ letter: 'P' }, 'sleeping'],
  ])('says of %j that it is %s', (thread, state) => {
    const rates = new Rates(0)
    const waits = ['futex_wait_queue', 'do_poll']
    // The letter before is one of no state that is looked for, so that the second reading says something.
    rates.take(madeReading(0, [{ row: 1, run: 0, letter: state === 'sleeping' ? 'Z' : 'S', start: 0 }], { waits }))
    const second = rates.take(madeReading(100 * MS, [{ row: 1, run: 0, ...thread }]))
    expect(stateOf(second, 1)).toBe(state)
  })

  it('does not claim a core for a thread before the time that it has had is known', () => {
    expect(stateOf(new Rates(0).take(madeReading(0, [{ row: 1, run: MS, letter: 'R', start: 0 }])), 1)).toBe('runnable')
  })

  it('sees that a thread lost its core though nothing was read of it', () => {
    const rates = new Rates(0)
    rates.take(madeReading(0, [{ row: 1, run: 0, letter: 'R', start: 0 }]))
    expect(stateOf(rates.take(madeReading(100 * MS, [{ row: 1, run: 100 * MS, letter: 'R' }])), 1)).toBe('running')
    expect(stateOf(rates.take(madeReading(200 * MS, [])), 1)).toBe('runnable')
  })
})

describe('figures', () => {
  it('averages over the last second, and says nothing more of a thread once it has come to rest', () => {
    const rates = new Rates(0)
    rates.take(madeReading(0, [{ row: 1, run: 5000 * MS, start: 0 }]))
    const first = rates.take(madeReading(500 * MS, [{ row: 1, run: 5250 * MS, delay: 50 * MS }]))
    expect(figuresOf(first, 1)).toMatchObject({ ran: 250, cpu: 0.5, delay: 100 })
    expect(figuresOf(rates.take(madeReading(1000 * MS, [])), 1)).toMatchObject({ ran: 0, cpu: 0.25, delay: 50 })
    expect(figuresOf(rates.take(madeReading(1500 * MS, [])), 1)).toMatchObject({ ran: 0, cpu: 0, delay: 0 })
    expect(rates.take(madeReading(2000 * MS, [])).row).toEqual([])
  })

  it('knows a thread that is born meanwhile from its start, and one that was only met late from then on', () => {
    const rates = new Rates(0)
    rates.take(madeReading(10_000 * MS, []))
    const columns = rates.take(
      madeReading(10_500 * MS, [
        { row: 1, run: 100 * MS, start: 10_400 / TICK_MS },
        { row: 2, run: 9000 * MS, start: 1 },
      ]),
    )
    expect(figuresOf(columns, 1)).toMatchObject({ ran: 100, cpu: 0.2 })
    expect(figuresOf(columns, 2)).toMatchObject({ ran: 0, cpu: 0 })
  })

  it('lets a thread that is met late not have run longer than the interval', () => {
    const rates = new Rates(0)
    rates.take(madeReading(10_000 * MS, []))
    rates.take(madeReading(10_200 * MS, []))
    const columns = rates.take(madeReading(10_250 * MS, [{ row: 1, run: 240 * MS, start: 10_010 / TICK_MS }]))
    expect(figuresOf(columns, 1)).toMatchObject({ ran: 50, cpu: 0.96 })
  })

  it('allows for the time that the machine was suspended', () => {
    const rates = new Rates(-60_000 * MS)
    rates.take(madeReading(10_000 * MS, []))
    const columns = rates.take(madeReading(10_500 * MS, [{ row: 1, run: 100 * MS, start: 70_400 / TICK_MS }]))
    expect(figuresOf(columns, 1)).toMatchObject({ ran: 100 })
  })

  it('counts the changes of core that it sees', () => {
    const rates = new Rates(0)
    const cores = [0, 0, 3, 3, 0]
    const seen = cores.map((core, i) =>
      rates.take(madeReading(i * 100 * MS, [{ row: 1, run: i * i * MS, core, start: 0 }])),
    )
    expect(seen.map((columns) => figuresOf(columns, 1)?.['migrations'])).toEqual([0, 0, 1, 1, 2])
  })
})

describe('switches', () => {
  const switches = (voluntary: number, involuntary: number) => ({
    switches: { row: [1], voluntary: [voluntary], involuntary: [involuntary] },
  })

  it('are a rate from the second reading of them on, and fall to 0 when the thread rests', () => {
    const rates = new Rates(0)
    const first = rates.take(madeReading(0, [{ row: 1, run: 0, start: 0 }], switches(1000, 10)))
    expect(figuresOf(first, 1)).toMatchObject({ voluntary: -1, involuntary: -1 })
    rates.take(madeReading(500 * MS, [{ row: 1, run: MS }]))
    const second = rates.take(madeReading(1000 * MS, [{ row: 1, run: 2 * MS }], switches(1200, 14)))
    expect(figuresOf(second, 1)).toMatchObject({ voluntary: 200, involuntary: 4 })
    expect(figuresOf(rates.take(madeReading(1900 * MS, [])), 1)).toMatchObject({ voluntary: 200 })
    expect(figuresOf(rates.take(madeReading(2000 * MS, [])), 1)).toMatchObject({ voluntary: 0, involuntary: 0 })
  })

  it('are not averaged over a long rest before', () => {
    const rates = new Rates(0)
    rates.take(madeReading(0, [{ row: 1, run: 0, start: 0 }], switches(0, 0)))
    for (let second = 1; second < 60; second++) rates.take(madeReading(second * 1000 * MS, []))
    const columns = rates.take(madeReading(60_000 * MS, [{ row: 1, run: MS }], switches(50, 0)))
    expect(figuresOf(columns, 1)).toMatchObject({ voluntary: 50 })
  })
})

describe('the run-queue delay', () => {
  const delayOf = (columns: InspectedColumns): number | undefined => figuresOf(columns, 1)?.['delay']
  const queued = { row: 1, run: 0, letter: 'R' }

  it('of a wait that ended is of the time right before, and of no second more than a second', () => {
    const rates = new Rates(0)
    rates.take(madeReading(0, [{ row: 1, run: 0, start: 0 }]))
    for (let ms = 100; ms < 5000; ms += 100) rates.take(madeReading(ms * MS, []))
    const ended = rates.take(madeReading(5000 * MS, [{ row: 1, run: MS, delay: 1860 * MS }]))
    expect(delayOf(ended)).toBe(1000)
    expect(delayOf(rates.take(madeReading(5500 * MS, [])))).toBe(500)
    expect(delayOf(rates.take(madeReading(6000 * MS, [])))).toBe(0)
  })

  it('of a short wait after a long rest is all of it', () => {
    const rates = new Rates(0)
    rates.take(madeReading(0, [{ row: 1, run: 0, start: 0 }]))
    for (let ms = 100; ms < 9000; ms += 100) rates.take(madeReading(ms * MS, []))
    expect(delayOf(rates.take(madeReading(9000 * MS, [{ row: 1, run: MS, delay: 50 * MS }])))).toBe(50)
  })

  // Where cores go without a timer tick, the account of whoever runs is brought up to date once a second.
  it.each([
    [undefined, 200],
    [1.5e9, 1500],
  ])('is seen while a thread starves, though the kernel has counted nothing (%s: after %d ms)', (delay, seenAt) => {
    const rates = new Rates(0, delay)
    rates.take(madeReading(0, [{ ...queued, start: 0 }]))
    const seen: [ms: number, delay: number | undefined][] = []
    for (let ms = 100; ms <= 3000; ms += 100) {
      const columns = rates.take(madeReading(ms * MS, []))
      if (columns.row.length > 0) seen.push([ms, delayOf(columns)])
    }
    expect(seen).toEqual([[seenAt, 1000]])
    const ended = rates.take(madeReading(3100 * MS, [{ ...queued, run: MS, delay: 3050 * MS }]))
    expect(delayOf(ended)).toBe(1000)
  })

  it('is none of a thread that runs, nor of one that sleeps', () => {
    const rates = new Rates(0)
    rates.take(madeReading(0, [{ ...queued, start: 0 }]))
    for (let ms = 100; ms <= 3000; ms += 100)
      expect(delayOf(rates.take(madeReading(ms * MS, [{ ...queued, run: ms * MS }]))) ?? 0).toBe(0)
    rates.take(madeReading(3100 * MS, [{ row: 1, run: 3000 * MS + 1, letter: 'S' }]))
    for (let ms = 3200; ms <= 6000; ms += 100) expect(delayOf(rates.take(madeReading(ms * MS, []))) ?? 0).toBe(0)
  })
})

describe('what a system does not tell', () => {
  it('stays unknown', () => {
    const rates = new Rates(0)
    const untold = { row: 1, letter: 'R', core: -1, delay: -1 }
    const first = rates.take(madeReading(0, [{ ...untold, run: 0, start: 0 }]))
    const second = rates.take(madeReading(2000 * MS, [{ ...untold, run: 500 * MS }]))
    for (const columns of [first, second])
      expect(figuresOf(columns, 1)).toMatchObject({ core: -1, delay: -1, migrations: -1, voluntary: -1 })
    expect(figuresOf(second, 1)).toMatchObject({ cpu: 0.25 })
  })
})

/** Threads that run, rest, are born and die as they like, seen by a reader that mentions those that changed. */
const history = fc.array(
  fc.record({
    stepMs: fc.integer({ min: 1, max: 700 }),
    acts: fc.uniqueArray(
      fc.record({
        row: fc.nat(7),
        act: fc.constantFrom('run' as const, 'rest' as const, 'die' as const),
        ranUs: fc.nat(700_000),
        delayUs: fc.nat(100_000),
        letter: fc.constantFrom('R', 'S', 'D', 'T'),
        core: fc.nat(3),
      }),
      { maxLength: 8, selector: ({ row }) => row },
    ),
  }),
  { maxLength: 40 },
)

describe('whatever happens', () => {
  it('every row is there once, and what it ran sums up to what its counter says', () => {
    fc.assert(
      fc.property(history, (steps) => {
        const rates = new Rates(0)
        const alive = new Map<number, { id: number; first: number; run: number; delay: number; sum: number }>()
        let nextId = 0
        let at = 1e12
        for (const { stepMs, acts } of steps) {
          at += stepMs * MS
          const gone: number[] = []
          const changed = new Map<number, MadeThread>()
          for (const { row, act, ranUs, delayUs, letter, core } of acts) {
            const known = alive.get(row)
            if (act === 'die' && known && !changed.has(known.id)) {
              gone.push(known.id)
              alive.delete(row)
            } else if (act === 'run' && !known) {
              const run = ranUs * 1000
              alive.set(row, { id: nextId, first: run, run, delay: 0, sum: 0 })
              changed.set(nextId, { row: nextId, run, letter, core, start: 0 })
              nextId += 1
            } else if (act === 'run' && known) {
              known.run += ranUs * 1000
              known.delay += delayUs * 1000
              changed.set(known.id, { row: known.id, run: known.run, delay: known.delay, letter, core })
            }
          }
          const columns = rates.take(madeReading(at, [...changed.values()], { gone }))
          expect(new Set(columns.row).size).toBe(columns.row.length)
          for (const id of gone) expect(columns.row).not.toContain(id)
          for (const one of alive.values()) {
            const figures = figuresOf(columns, one.id)
            one.sum += figures?.['ran'] ?? 0
            expect(one.sum * MS).toBeCloseTo(one.run - one.first, -1)
            for (const name of ['ran', 'cpu', 'delay']) expect(figures?.[name] ?? 0).toBeGreaterThanOrEqual(0)
            expect(figures?.['delay'] ?? 0).toBeLessThanOrEqual(1000)
          }
        }
      }),
    )
  })

  it('what changed, laid over what was before, is the same as what one sees who is told everything each time', () => {
    fc.assert(
      fc.property(history, (steps) => {
        const sparse = new Rates(0)
        const full = new Rates(0)
        const table = new Map<number, Record<string, number>>()
        const whole = new Map<number, MadeThread>()
        const last = new Map<number, Record<string, number>>()
        let at = 1e12
        for (const { stepMs, acts } of steps) {
          at += stepMs * MS
          const changed = new Map<number, MadeThread>()
          for (const { row, act, ranUs, letter, core } of acts) {
            if (act === 'rest') continue
            const before = whole.get(row)
            // The rule of a reader: the row is mentioned when its counters moved, and only then may its letter change.
            const thread = { row, run: (before?.run ?? 0) + ranUs * 1000 + 1, letter, core, start: 0 }
            whole.set(row, thread)
            changed.set(row, thread)
          }
          for (const [rates, threads, into] of [
            [sparse, [...changed.values()], table],
            [full, [...whole.values()], last],
          ] as const) {
            const columns = rates.take(madeReading(at, threads))
            for (const row of columns.row) into.set(row, figuresOf(columns, row) ?? {})
          }
          expect(table).toEqual(last)
        }
      }),
    )
  })
})
