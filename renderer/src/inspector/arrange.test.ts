import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { arrange, ARRANGEMENTS, type Wanted } from './arrange.ts'
import { COLUMNS } from './columns.ts'
import { madeRow } from './made-rows.ts'
import type { ShownRow } from './shown-rows.ts'

const wanted: Wanted = {
  arrangement: 'tree',
  text: '',
  states: [],
  sorting: { by: 'tid', descending: false },
  collapsed: [],
}

/** Two processes, the second a child of the first, which has three threads. */
const family = [
  madeRow({ tid: 10, pid: 10, parent: 1, name: 'server', cpu: 0.1, state: 'running' }),
  madeRow({ tid: 11, pid: 10, parent: 1, name: 'worker', cpu: 0.5, voluntary: 3, wait: 'ep_poll' }),
  madeRow({ tid: 12, pid: 10, parent: 1, name: 'worker', cpu: 0.2, voluntary: -1, state: 'blocked' }),
  madeRow({ tid: 20, pid: 20, parent: 10, name: 'child', cpu: 0.9 }),
  madeRow({ tid: 5, pid: 5, parent: 1, name: 'other', cpu: 0.3 }),
]

const keys = (rows: readonly ShownRow[]): string[] => rows.map(({ key, level }) => `${level}${key}`)

describe('a tree', () => {
  it('puts threads beneath their process, and children after them', () => {
    expect(keys(arrange(family, wanted))).toEqual(['1p5', '1p10', '2t10', '2t11', '2t12', '2p20'])
  })

  it('gives a process the sums of its threads, and keeps what is not known apart from none', () => {
    const [process] = arrange(family, { ...wanted, text: 'server' })
    expect(process?.figures).toMatchObject({ cpu: 0.8, voluntary: 3, involuntary: 0 })
    const [unknown] = arrange([madeRow({ tid: 1, voluntary: -1 }), madeRow({ tid: 2, pid: 1, voluntary: -1 })], wanted)
    expect(unknown?.figures.voluntary).toBe(-1)
  })

  it('shows a process with a single thread in one row', () => {
    const [row] = arrange(family, wanted)
    expect(row).toMatchObject({ kind: 'process', only: { tid: 5 }, isParent: false })
  })

  it('sorts threads within their process, and processes by what they and all beneath them come to', () => {
    const rows = arrange(family, { ...wanted, sorting: { by: 'cpu', descending: true } })
    expect(keys(rows)).toEqual(['1p10', '2t11', '2t12', '2t10', '2p20', '1p5'])
  })

  it('folds away all that is beneath a process', () => {
    expect(keys(arrange(family, { ...wanted, collapsed: [10] }))).toEqual(['1p5', '1p10'])
  })

  it('hangs a child under the nearest process that is shown', () => {
    const rows = [...family, madeRow({ tid: 30, parent: 20, name: 'worker' })]
    expect(keys(arrange(rows, { ...wanted, text: 'worker' }))).toEqual(['1p10', '2t11', '2t12', '2p30'])
  })

  it('follows a chain of as many processes as a user may have', () => {
    const chain = Array.from({ length: 30_000 }, (_, index) => madeRow({ tid: index + 2, parent: index + 1 }))
    const rows = arrange(chain, { ...wanted, sorting: { by: 'cpu', descending: true } })
    expect(rows.map(({ level }) => level)).toEqual(chain.map((_, index) => index + 1))
  })

  it('loses nobody where parents seem to lead in a circle', () => {
    const circle = [madeRow({ tid: 7, parent: 8 }), madeRow({ tid: 8, parent: 7 }), madeRow({ tid: 9, parent: 9 })]
    expect(keys(arrange(circle, wanted))).toEqual(['1p7', '1p8', '1p9'])
  })
})

describe('the filter', () => {
  it.each([
    ['worker', ['1t11', '1t12']],
    ['SERVER', ['1t10', '1t11', '1t12']],
    ['ep_poll', ['1t11']],
    ['server 12', ['1t12']],
    ['nobody', []],
  ])('lets through what has %s in a name, number or wait channel', (text, left) => {
    expect(keys(arrange(family, { ...wanted, arrangement: 'threads', text }))).toEqual(left)
  })

  it('lets through threads in any of the chosen states', () => {
    const rows = arrange(family, { ...wanted, states: ['running', 'blocked'] })
    expect(keys(rows)).toEqual(['1p10', '2t10', '2t12'])
  })
})

it('lists every thread once, however threads and parents are numbered and whatever it is sorted by', () => {
  const thread = fc.record({ tid: fc.integer({ min: 1, max: 30 }), of: fc.nat(5), parent: fc.nat(30), cpu: fc.nat(3) })
  const threads = fc.uniqueArray(thread, { selector: ({ tid }) => tid, maxLength: 25 })
  const sorting = fc.record({ by: fc.constantFrom(...COLUMNS.map(({ id }) => id)), descending: fc.boolean() })
  fc.assert(
    fc.property(threads, sorting, fc.constantFrom(...ARRANGEMENTS), (made, by, arrangement) => {
      const leader = (tid: number, of: number): number => (made.some((one) => one.tid === of) ? of : tid)
      const rows = made.map(({ tid, of, parent, cpu }) => madeRow({ tid, pid: leader(tid, of), parent, cpu }))
      const shown = arrange(rows, { ...wanted, arrangement, sorting: by })
      const seen = shown.flatMap((row) => {
        if (row.kind === 'thread') return [row.figures.tid]
        return row.only ? [row.only.tid] : []
      })
      expect(new Set(seen).size).toBe(seen.length)
      if (arrangement !== 'processes') expect(seen.length).toBe(rows.length)
      expect(new Set(shown.map(({ key }) => key)).size).toBe(shown.length)
    }),
  )
})
