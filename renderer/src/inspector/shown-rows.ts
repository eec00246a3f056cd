import type { ThreadState } from '../../../contract/inspector-words.ts'
import type { InspectedRow } from './history/frame-history.ts'

/** A process with its threads beneath it, or with its only thread in itself. */
export interface ProcessRow {
  kind: 'process'
  key: string
  /** From 1 on. */
  level: number
  pid: number
  /** Its first thread, with the sums over all of its threads in place of that one's figures. */
  figures: InspectedRow
  /** Its thread, where it has no other. */
  only: InspectedRow | null
  threads: number
  states: ReadonlyMap<ThreadState, number>
  /** Whether rows stand or could stand beneath it. */
  isParent: boolean
  isExpanded: boolean
  /** How many of its threads follow at once: they stand in its frame. */
  strands: number
}

/** A thread in the frame of its process, or on its own where threads are listed flat. */
export interface ThreadRow {
  kind: 'thread'
  key: string
  level: number
  figures: InspectedRow
  /** The last one in its frame. */
  isLast: boolean
}

export type ShownRow = ProcessRow | ThreadRow

/** The thread that a row stands for when it is chosen. */
export function threadOf(row: ShownRow): InspectedRow {
  return row.kind === 'thread' ? row.figures : (row.only ?? row.figures)
}
