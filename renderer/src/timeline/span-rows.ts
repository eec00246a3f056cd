import { taskWords, TONE_WORDS } from './reading.ts'
import { firstEndingAfter } from './span-search.ts'
import type { TimeWindow } from './time-window.ts'
import { toneOf, type TimelineData } from './timeline.ts'

/** One span in words and figures, for the table and the CSV. */
export interface SpanRow {
  source: string
  lane: string
  task: string
  what: string
  from: number
  to: number
}

/** The spans of a window lane by lane, `most` of them at the most, and how many there are in all. */
export function spanRows(data: TimelineData, window: TimeWindow, most: number): { rows: SpanRow[]; total: number } {
  const rows: SpanRow[] = []
  let total = 0
  for (const { source, lanes } of data.sections) {
    for (const { label, spans } of lanes) {
      const first = firstEndingAfter(spans, window.from)
      let last = firstEndingAfter(spans, window.to)
      if (last < spans.count && (spans.from[last] ?? 0) < window.to) last += 1
      total += last - first
      for (let index = first; index < last && rows.length < most; index++) {
        rows.push({
          source,
          lane: label,
          task: taskWords(data, spans.task[index] ?? -1),
          what: TONE_WORDS[toneOf(spans.tone[index])],
          from: spans.from[index] ?? 0,
          to: spans.to[index] ?? 0,
        })
      }
    }
  }
  return { rows, total }
}

/** All spans as CSV, times in nanoseconds. */
export function spansAsCsv(data: TimelineData): string {
  const { rows } = spanRows(data, { from: -1, to: Infinity }, Infinity)
  const lines = rows.map(({ source, lane, task, what, from, to }) =>
    [source, quoted(lane), quoted(task), quoted(what), from, to].join(','),
  )
  return `source,lane,task,doing,from_ns,to_ns\n${lines.join('\n')}\n`
}

function quoted(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
