import { formatDuration, formatRatio } from '../../../../contract/figures.ts'
import { seriesKey } from '../../../../contract/series-key.ts'
import type { SeriesIdentity } from '../../../../contract/series.ts'
import { ownRatios, plannedSeries, type ShownRun } from '../../measuring/shown-run.ts'

export type Way = 'share' | 'send'
export type Between = 'threads' | 'processes'

/** A mechanism in its cell, with its time one way. */
export interface MatrixEntry {
  id: string
  figure: string
  /** Against sharing of its own kind; empty where it is what others are compared with. */
  against: string
}

export interface MatrixCell {
  way: Way
  between: Between
  title: string
  words: string
  entries: MatrixEntry[]
}

const CELLS = [
  {
    way: 'share',
    between: 'threads',
    title: 'Threads that share',
    words: 'One address space: both see the message where it lies.',
    ids: ['shared-in-place', 'shared-variable', 'shared-array-buffer'],
  },
  {
    way: 'share',
    between: 'processes',
    title: 'Processes that share',
    words: 'Two address spaces that have one piece of memory in common.',
    ids: ['shared-mapping'],
  },
  {
    way: 'send',
    between: 'threads',
    title: 'Threads that send',
    words: 'One address space, and still the message is copied, or given away.',
    ids: ['postmessage-copied', 'postmessage-transferred'],
  },
  {
    way: 'send',
    between: 'processes',
    title: 'Processes that send',
    words: 'Two address spaces: the kernel copies the message out of one and into the other.',
    ids: ['pipe', 'unix-socket', 'child-ipc'],
  },
] as const

/** Sharing and sending, between threads and between processes, with the figures for messages of one size. */
export function matrixOf(shown: ShownRun, bytes: number): MatrixCell[] {
  const planned = new Set(plannedSeries(shown).map(({ id }) => id))
  return CELLS.map(({ ids, ...cell }) => ({
    ...cell,
    entries: ids.filter((id) => planned.has(id)).map((id) => entryOf(shown, id, bytes)),
  }))
}

function entryOf(shown: ShownRun, id: string, bytes: number): MatrixEntry {
  const identity = identityAt(shown, id, bytes)
  const summary = identity ? shown.series.get(seriesKey(identity))?.summary : null
  const ratio = identity ? ownRatios(shown).get(seriesKey(identity)) : null
  return {
    id,
    figure: summary ? formatDuration(summary.median) : '–',
    against: !ratio ? '' : ratio.verdict === 'differs' ? formatRatio(ratio.ratio) : 'no difference shown',
  }
}

const identityAt = ({ plan }: ShownRun, id: string, bytes: number): SeriesIdentity | undefined =>
  plan.find((one) => one.id === id && one.part === 'latency' && one.condition['bytes'] === bytes)
