import { csvCell } from '../../../contract/csv.ts'
import type { InspectorFrame } from '../../../contract/inspector.ts'
import { oneLine } from './one-line.ts'
import type { ThreadRow, ThreadTable } from './thread-table.ts'

/** For those who read the lines by program. */
export const JSON_HELP = `
A line of --json is one sample:
  at        milliseconds since the epoch when /proc was read
  interval  milliseconds since the sample before
  cost      shares of one core over the last second: reader (of /proc; null where that is not known), host (this
            program)
  limits    what could not be done as asked, each with id and message
  ended     true in the last sample when nobody is left to follow
  threads   every thread: pid, tid, parent, name, role, startedAt (ms since the epoch), nice, policy, kernel,
            state, core, ran (ms since the sample before), cpu (share of one core over the last second),
            delay (ms a second of waiting for a core), voluntary and involuntary (switches a second, null until
            known), migrations (changes of core seen), wait (kernel function or null), waitHidden
What the system does not tell is null, and empty in --csv.`

/** JSON lets these through, and terminals obey them. */
const CONTROLS = /[\u007f-\u009f]/g

/** One sample as a line of JSON, with every thread in full. `JSON_HELP` says what its fields are. */
export function jsonLine({ at, interval, cost, ended }: InspectorFrame, table: ThreadTable): string {
  const line = JSON.stringify({ at, interval, cost, limits: table.limits, ended, threads: table.rows() })
  return line.replaceAll(CONTROLS, (control) => `\\u00${control.charCodeAt(0).toString(16)}`)
}

/** The columns of the CSV, units in their names. */
const COLUMNS: readonly (readonly [string, (row: ThreadRow) => string | number | null])[] = [
  ['pid', ({ pid }) => pid],
  ['tid', ({ tid }) => tid],
  ['parent', ({ parent }) => parent],
  ['name', ({ name }) => name],
  ['role', ({ role }) => role],
  ['state', ({ state }) => state],
  ['core', ({ core }) => core],
  ['ran_ms', ({ ran }) => ran],
  ['cpu_share_1s', ({ cpu }) => cpu],
  ['delay_ms_per_s', ({ delay }) => delay],
  ['voluntary_per_s', ({ voluntary }) => voluntary],
  ['involuntary_per_s', ({ involuntary }) => involuntary],
  ['migrations_at_least', ({ migrations }) => migrations],
  ['wait', ({ wait, waitHidden }) => (waitHidden ? 'hidden' : wait)],
  ['nice', ({ nice }) => nice],
  ['policy', ({ policy }) => policy],
  ['kernel', ({ kernel }) => (kernel ? 1 : 0)],
  ['started_at_ms', ({ startedAt }) => startedAt],
]

export const CSV_HEADER = ['at_ms', 'interval_ms', ...COLUMNS.map(([name]) => name)].join(',')

/** One sample as lines of CSV, one for each thread; nothing where there is none. */
export function csvLines({ at, interval }: InspectorFrame, table: ThreadTable): string[] {
  return table.rows().map((row) => [at, interval, ...COLUMNS.map(([, value]) => plainCell(value(row)))].join(','))
}

/** Names may hold anything; a table that is printed on a terminal must not command it. */
function plainCell(value: string | number | null): string {
  return csvCell(typeof value === 'string' ? oneLine(value) : value)
}
