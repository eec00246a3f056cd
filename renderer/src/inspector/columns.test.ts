import { expect, it } from 'vitest'
import { COLUMNS, columnsThatFit, type ColumnId } from './columns.ts'
import { madeRow } from './made-rows.ts'

const text = (id: ColumnId, given: Parameters<typeof madeRow>[0]): string | undefined =>
  COLUMNS.find((column) => column.id === id)?.text(madeRow(given))

it('never writes 0 for what is not zero, nor a figure for what is not known', () => {
  expect(text('cpu', { tid: 1, cpu: 0.0001 })).toBe('<0.1')
  expect(text('cpu', { tid: 1, cpu: 0 })).toBe('0')
  expect(text('voluntary', { tid: 1, voluntary: 0.01 })).toBe('<0.1')
  expect(text('voluntary', { tid: 1, voluntary: -1 })).toBe('–')
})

it('writes no figure for what the system does not tell', () => {
  const untold = { tid: 1, core: -1, delay: -1, migrations: -1, nice: null, policy: -1 }
  for (const id of ['core', 'delay', 'migrations', 'nice', 'policy', 'wait'] as const)
    expect(text(id, untold)).toBe('–')
})

it('says of migrations that there may have been more', () => {
  expect(text('migrations', { tid: 1, migrations: 1234 })).toBe('≥ 1,234')
})

it('tells a wait that is hidden from none', () => {
  expect(text('wait', { tid: 1, waitHidden: true })).toBe('hidden')
  expect(text('wait', { tid: 1 })).toBe('')
})

it('leaves out purposes where none is known', () => {
  expect(columnsThatFit(4000, false)).not.toContain('role')
})

it('leaves out what seldom changes where the table is narrow', () => {
  expect(columnsThatFit(1000, true)).not.toContain('nice')
  expect(columnsThatFit(4000, true)).toEqual(COLUMNS.map(({ id }) => id))
})
