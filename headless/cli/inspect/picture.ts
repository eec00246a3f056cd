import { formatCount, formatShare } from '../../../contract/figures.ts'
import type { InspectorFrame } from '../../../contract/inspector.ts'
import { THREAD_STATES, type ThreadState } from '../../../contract/inspector-words.ts'
import { styled, wrap } from '../terminal.ts'
import { singleWidth } from './one-line.ts'
import type { ThreadRow, ThreadTable } from './thread-table.ts'

/** What is shown, and on how much room. */
export interface PictureOptions {
  /** Whom it follows, in words. */
  title: string
  hertz: number
  width: number
  height: number
  /** Shown where there is nobody. */
  nobody: string
}

interface Column {
  heading: string
  width: number
  text: (row: ThreadRow) => string
  left?: true
}

/** The first eight fit 80 columns; what does not fit is cut off on the right. */
const COLUMNS: readonly Column[] = [
  { heading: 'PID', width: 7, text: ({ pid }) => String(pid) },
  { heading: 'TID', width: 7, text: ({ tid }) => String(tid) },
  { heading: 'NAME', width: 15, text: ({ name }) => name, left: true },
  { heading: 'STATE', width: 8, text: ({ state }) => state, left: true },
  { heading: 'CPU %', width: 6, text: ({ cpu }) => (cpu * 100).toFixed(1) },
  { heading: 'CORE', width: 4, text: ({ core }) => figure(core, String) },
  {
    heading: 'WAITS IN',
    width: 17,
    text: ({ wait, waitHidden }) => (waitHidden ? 'hidden' : (wait ?? '')),
    left: true,
  },
  { heading: 'DLY ms/s', width: 8, text: ({ delay }) => figure(delay, (known) => known.toFixed(1)) },
  { heading: 'VOL/s', width: 7, text: ({ voluntary }) => figure(voluntary, rate) },
  { heading: 'INVOL/s', width: 7, text: ({ involuntary }) => figure(involuntary, rate) },
  { heading: 'MOVES≥', width: 6, text: ({ migrations }) => figure(migrations, String) },
  { heading: 'ROLE', width: 60, text: ({ role }) => role ?? '', left: true },
]
const GAP = ' '
const BAR_CELLS = 10

/** The lines of one picture: what holds for all, then as many threads as there is room for, the busiest first. */
export function drawPicture(frame: InspectorFrame, table: ThreadTable, options: PictureOptions): string[] {
  const { width, height, title, hertz, nobody } = options
  const rows = table.rows().sort(busiestFirst)
  const head = [
    fit(`${title} · ${formatCount(hertz)} samples a second · q or Ctrl+C ends`, width),
    fit(countsOf(rows), width),
    ...loadsOf(rows, frame.interval, width),
    fit(costsOf(frame.cost), width),
    ...table.limits.flatMap(({ message }) => wrap(message)).map((line) => styled('yellow', fit(line, width))),
    '',
    styled('dim', headings(width)),
  ]
  const room = Math.max(0, height - head.length - 1)
  const shown = rows.length === 0 ? [fit(nobody, width)] : rows.slice(0, room).map((row) => lineOf(row, width))
  const rest = rows.length > room ? [styled('dim', fit(`${formatCount(rows.length - room)} more`, width))] : []
  return [...head, ...shown, ...rest].slice(0, height)
}

function busiestFirst(a: ThreadRow, b: ThreadRow): number {
  return b.cpu - a.cpu || a.pid - b.pid || a.tid - b.tid
}

function countsOf(rows: readonly ThreadRow[]): string {
  const processes = new Set(rows.map(({ pid }) => pid)).size
  const states = THREAD_STATES.flatMap((state) => {
    const count = rows.filter((row) => row.state === state).length
    return count > 0 ? [`${formatCount(count)} ${state}`] : []
  })
  return [`${counted(rows.length, 'thread')} in ${counted(processes, 'process', 'processes')}`, ...states].join(' · ')
}

function costsOf({ reader, host }: InspectorFrame['cost']): string {
  const reading =
    reader === null
      ? 'what listing the processes costs is not known'
      : `costs ${formatShare(reader)} of a core for reading /proc`
  return `${reading}; this program takes ${formatShare(host)} of a core`
}

function counted(count: number, one: string, several = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : several}`
}

/** How much of each core the followed threads took since the sample before. */
function loadsOf(rows: readonly ThreadRow[], interval: number, width: number): string[] {
  if (interval <= 0) return []
  const loads = new Map<number, number>()
  for (const { core, ran } of rows) if (core !== null) loads.set(core, (loads.get(core) ?? 0) + ran / interval)
  const cells = [...loads]
    .sort(([a], [b]) => a - b)
    .map(([core, load]) => {
      const filled = Math.round(Math.min(1, load) * BAR_CELLS)
      return `core ${String(core).padStart(2)} ${'█'.repeat(filled)}${'░'.repeat(BAR_CELLS - filled)} ${String(Math.round(load * 100)).padStart(3)} %`
    })
  const perLine = Math.max(1, Math.floor((width + 3) / ((cells[0]?.length ?? 0) + 3)))
  return Array.from({ length: Math.ceil(cells.length / perLine) }, (_, i) =>
    fit(cells.slice(i * perLine, (i + 1) * perLine).join('   '), width),
  )
}

function headings(width: number): string {
  return fit(
    COLUMNS.map((column) => pad(column.heading, column))
      .join(GAP)
      .trimEnd(),
    width,
  )
}

function lineOf(row: ThreadRow, width: number): string {
  const line = fit(
    COLUMNS.map((column) => pad(column.text(row), column))
      .join(GAP)
      .trimEnd(),
    width,
  )
  const style = STYLES[row.state]
  return style ? styled(style, line) : line
}

const STYLES: Partial<Record<ThreadState, 'bold' | 'dim'>> = { running: 'bold', runnable: 'bold', gone: 'dim' }

function figure(value: number | null, text: (known: number) => string): string {
  return value === null ? '—' : text(value)
}

function rate(value: number): string {
  return value >= 1000 ? formatCount(Math.round(value)) : value.toFixed(1)
}

function pad(text: string, { width, left }: Column): string {
  const cut = fit(text, width)
  const space = ' '.repeat(Math.max(0, width - cut.length))
  return left ? cut + space : space + cut
}

/** Names may hold anything; here each character takes one column, and the terminal obeys none. */
function fit(text: string, width: number): string {
  const line = singleWidth(text)
  return line.length > width ? `${line.slice(0, Math.max(0, width - 1))}…` : line
}
