import type { ThreadState } from '../../../contract/inspector-words.ts'
import type { InspectedRow } from './history/frame-history.ts'
import { stateCounts } from './state-counts.ts'

/** The threads of one address space, and what their figures come to. */
export interface InspectedProcess {
  pid: number
  parent: number
  threads: InspectedRow[]
  figures: InspectedRow
  states: ReadonlyMap<ThreadState, number>
}

/** The processes that these threads belong to, in the order in which they are met. */
export function processesOf(rows: readonly InspectedRow[]): InspectedProcess[] {
  const byPid = new Map<number, InspectedRow[]>()
  for (const row of rows) {
    const threads = byPid.get(row.pid)
    if (threads) threads.push(row)
    else byPid.set(row.pid, [row])
  }
  return [...byPid].flatMap(([pid, threads]) => {
    const first = threads.find(({ tid }) => tid === pid) ?? threads[0]
    return first
      ? [{ pid, parent: first.parent, threads, figures: sumOf(first, threads), states: stateCounts(threads) }]
      : []
  })
}

function sumOf(first: InspectedRow, threads: readonly InspectedRow[]): InspectedRow {
  if (threads.length === 1) return first
  const sum = { ...first, ran: 0, cpu: 0, delay: 0, migrations: 0, voluntary: -1, involuntary: -1 }
  for (const thread of threads) {
    sum.ran += thread.ran
    sum.cpu += thread.cpu
    sum.delay += thread.delay
    sum.migrations += thread.migrations
    sum.voluntary = addKnown(sum.voluntary, thread.voluntary)
    sum.involuntary = addKnown(sum.involuntary, thread.involuntary)
  }
  return sum
}

/** −1 is not known, and stays so until something is. */
function addKnown(sum: number, rate: number): number {
  return rate < 0 ? sum : Math.max(0, sum) + rate
}
