import { describe, expect, it } from 'vitest'
import { arrange } from './arrange.ts'
import { madeRow } from './made-rows.ts'
import { tableAction } from './table-keys.ts'

const threads = [10, 11, 12].map((tid) => madeRow({ tid, pid: 10 }))
const rowsWith = (collapsed: number[]) =>
  arrange([...threads, madeRow({ tid: 20 })], {
    arrangement: 'tree',
    text: '',
    states: [],
    sorting: { by: 'tid', descending: false },
    collapsed,
  })
const open = rowsWith([])

describe('tableAction', () => {
  it.each([
    ['ArrowDown', null, { act: 'move', to: 0 }],
    ['ArrowDown', 0, { act: 'move', to: 1 }],
    ['ArrowUp', 0, { act: 'move', to: 0 }],
    ['PageDown', 1, { act: 'move', to: 4 }],
    ['End', null, { act: 'move', to: 4 }],
    ['Home', 3, { act: 'move', to: 0 }],
    ['ArrowLeft', 0, { act: 'fold', pid: 10 }],
    ['ArrowLeft', 3, { act: 'move', to: 0 }],
    ['ArrowLeft', 4, null],
    ['ArrowRight', 0, { act: 'move', to: 1 }],
    ['ArrowRight', 2, null],
    ['Enter', null, null],
    ['Escape', 2, { act: 'deselect' }],
    ['x', 2, null],
  ])('%s on row %s', (key, active, action) => {
    expect(tableAction(key, open, active, 10)).toEqual(action)
  })

  it('unfolds what is folded', () => {
    expect(tableAction('ArrowRight', rowsWith([10]), 0, 10)).toEqual({ act: 'unfold', pid: 10 })
  })

  it('chooses the row that it is on', () => {
    expect(tableAction('Enter', open, 2, 10)).toMatchObject({ act: 'select', row: { key: 't11' } })
  })

  it('does nothing in an empty table', () => {
    expect(tableAction('ArrowDown', [], null, 10)).toBeNull()
  })
})
