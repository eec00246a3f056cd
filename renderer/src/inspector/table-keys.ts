import type { ShownRow } from './shown-rows.ts'

export type TableAction =
  | { act: 'move'; to: number }
  | { act: 'fold' | 'unfold'; pid: number }
  | { act: 'select'; row: ShownRow }
  | { act: 'deselect' }

/** What a key does in the table, by the habits of a tree: null where it does nothing. */
export function tableAction(
  key: string,
  rows: readonly ShownRow[],
  active: number | null,
  page: number,
): TableAction | null {
  if (key === 'Escape') return { act: 'deselect' }
  const last = rows.length - 1
  if (last < 0) return null
  const steps = { ArrowUp: -1, ArrowDown: 1, PageUp: -page, PageDown: page, Home: -last, End: last }[key]
  if (steps !== undefined) {
    if (active === null) return { act: 'move', to: key === 'End' ? last : 0 }
    return { act: 'move', to: Math.min(last, Math.max(0, active + steps)) }
  }
  const row = active === null ? undefined : rows[active]
  if (active === null || !row) return null
  if (key === 'Enter') return { act: 'select', row }
  if (key === 'ArrowRight') return unfoldOrEnter(rows, row, active)
  if (key === 'ArrowLeft') return foldOrLeave(rows, row, active)
  return null
}

function unfoldOrEnter(rows: readonly ShownRow[], row: ShownRow, active: number): TableAction | null {
  if (row.kind !== 'process' || !row.isParent) return null
  if (!row.isExpanded) return { act: 'unfold', pid: row.pid }
  const next = rows[active + 1]
  return next && next.level > row.level ? { act: 'move', to: active + 1 } : null
}

function foldOrLeave(rows: readonly ShownRow[], row: ShownRow, active: number): TableAction | null {
  if (row.kind === 'process' && row.isExpanded) return { act: 'fold', pid: row.pid }
  for (let above = active - 1; above >= 0; above--) {
    const candidate = rows[above]
    if (candidate && candidate.level < row.level) return { act: 'move', to: above }
  }
  return null
}
