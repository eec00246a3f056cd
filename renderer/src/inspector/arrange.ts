import type { ThreadState } from '../../../contract/inspector-words.ts'
import { COLUMNS, type Column, type ColumnId } from './columns.ts'
import type { InspectedRow } from './history/frame-history.ts'
import { childrenOf, NOBODY } from './process-tree.ts'
import { processesOf, type InspectedProcess } from './processes-of.ts'
import type { ProcessRow, ShownRow, ThreadRow } from './shown-rows.ts'

/** Processes with their threads beneath them; threads alone; processes alone. */
export const ARRANGEMENTS = ['tree', 'threads', 'processes'] as const
export type Arrangement = (typeof ARRANGEMENTS)[number]

export interface Sorting {
  by: ColumnId
  descending: boolean
}

export interface Wanted {
  arrangement: Arrangement
  /** Words in the name, number, wait channel or role of a thread, or in the name or number of its process. */
  text: string
  /** Any, where it is empty. */
  states: readonly ThreadState[]
  sorting: Sorting
  /** The pids of processes whose threads and children are folded away. */
  collapsed: readonly number[]
}

/** The rows of the table, from the first to the last. */
export function arrange(rows: readonly InspectedRow[], wanted: Wanted): ShownRow[] {
  const order = orderBy(wanted.sorting)
  const processes = processesOf(rows)
  const matches = matcherOf(wanted)
  const kept = processes.flatMap((process) => {
    const threads = process.threads.filter((thread) => matches(thread, process))
    return threads.length > 0 ? [{ ...process, threads, all: process.threads.length }] : []
  })
  if (wanted.arrangement === 'threads') {
    const threads = sorted(
      kept.flatMap((process) => process.threads),
      (thread) => thread,
      order,
    )
    return threads.map((figures) => threadRow(figures, 1, false))
  }
  if (wanted.arrangement === 'processes') {
    return sorted(kept, ({ figures }) => figures, order).map((process) => processRow(process, 1, false, false, 0))
  }
  return tree(kept, processes, order, new Set(wanted.collapsed))
}

/** The threads that the filter lets through, whether or not they are folded away. */
export function threadsLetThrough(rows: readonly InspectedRow[], wanted: Wanted): InspectedRow[] {
  const matches = matcherOf(wanted)
  return processesOf(rows).flatMap((process) => process.threads.filter((thread) => matches(thread, process)))
}

/** A process of which some threads are shown. */
interface Kept extends InspectedProcess {
  /** How many threads it has altogether. */
  all: number
}

interface Order {
  column: Column
  sign: 1 | -1
}

function orderBy({ by, descending }: Sorting): Order {
  const column = COLUMNS.find(({ id }) => id === by)
  if (!column) throw new Error(`there is no column ${by}`)
  return { column, sign: descending ? -1 : 1 }
}

/** Sorted by one column; what reads alike, by thread number. Each value is looked up once. */
function sorted<T>(items: readonly T[], figures: (item: T) => InspectedRow, { column, sign }: Order): T[] {
  return items
    .map((item) => ({ item, value: column.value(figures(item)), tid: figures(item).tid }))
    .sort((a, b) => sign * compare(a.value, b.value) || a.tid - b.tid)
    .map(({ item }) => item)
}

function compare(a: number | string, b: number | string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

function matcherOf({ text, states }: Wanted): (thread: InspectedRow, process: InspectedProcess) => boolean {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  const inStates = new Set(states)
  return (thread, { figures, pid }) => {
    if (inStates.size > 0 && !inStates.has(thread.state)) return false
    if (words.length === 0) return true
    const said = [figures.name, pid, thread.name, thread.tid, thread.wait ?? '', thread.role ?? '', figures.role ?? '']
    const line = said.join(' ').toLowerCase()
    return words.every((word) => line.includes(word))
  }
}

/** Each process beneath the nearest one above it that is shown too, its threads before its children. */
function tree(kept: Kept[], all: InspectedProcess[], order: Order, collapsed: ReadonlySet<number>): ShownRow[] {
  const children = childrenOf(kept, all)
  const totals = order.column.ofProcess === 'sum' ? totalsOf(children) : null
  const figuresOf = (process: Kept): InspectedRow => totals?.get(process.pid) ?? process.figures

  const rows: ShownRow[] = []
  const pending: { process: Kept; level: number }[] = []
  const wait = (siblings: readonly Kept[], level: number): void => {
    for (const process of sorted(siblings, figuresOf, order).reverse()) pending.push({ process, level })
  }
  wait(children.get(NOBODY) ?? [], 1)
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { process, level } = next
    const below = children.get(process.pid) ?? []
    const isParent = process.all > 1 || below.length > 0
    const isExpanded = isParent && !collapsed.has(process.pid)
    const strands = isExpanded && process.all > 1 ? sorted(process.threads, (thread) => thread, order) : []
    rows.push(processRow(process, level, isParent, isExpanded, strands.length))
    strands.forEach((figures, index) => rows.push(threadRow(figures, level + 1, index === strands.length - 1)))
    if (isExpanded) wait(below, level + 1)
  }
  return rows
}

/** What each process and all beneath it come to, so that a busy child brings its parents up with it. */
function totalsOf(children: ReadonlyMap<number, readonly Kept[]>): ReadonlyMap<number, InspectedRow> {
  const totals = new Map<number, InspectedRow>()
  const met = [...(children.get(NOBODY) ?? [])]
  // The list grows as it is gone through: whoever stands in it stands before all beneath it.
  for (const process of met) met.push(...(children.get(process.pid) ?? []))
  for (const { pid, figures } of met.reverse()) {
    const total = { ...figures }
    for (const child of children.get(pid) ?? []) {
      const below = totals.get(child.pid) ?? child.figures
      total.cpu += below.cpu
      total.delay += below.delay
      total.migrations += below.migrations
      total.voluntary += Math.max(0, below.voluntary)
      total.involuntary += Math.max(0, below.involuntary)
    }
    totals.set(pid, total)
  }
  return totals
}

function processRow(
  { pid, figures, threads, all, states }: Kept,
  level: number,
  isParent: boolean,
  isExpanded: boolean,
  strands: number,
): ProcessRow {
  const only = all === 1 ? (threads[0] ?? null) : null
  return {
    kind: 'process',
    key: `p${pid}`,
    level,
    pid,
    figures,
    only,
    threads: all,
    states,
    isParent,
    isExpanded,
    strands,
  }
}

function threadRow(figures: InspectedRow, level: number, isLast: boolean): ThreadRow {
  return { kind: 'thread', key: `t${figures.row}`, level, figures, isLast }
}
