import { csvCell } from '../../../contract/csv.ts'
import { taskWords, TONE_WORDS } from './reading.ts'
import { firstEndingAfter } from './span-search.ts'
import type { TimeWindow } from './time-window.ts'
import { originOf, toneOf, type TimelineData } from './timeline.ts'

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
  for (const section of data.sections) {
    const source = originOf(section)
    for (const { label, spans } of section.lanes) {
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

/** Lines of a piece. */
const PIECE = 1_000

/** All spans as CSV, times in nanoseconds; in pieces, as there may be millions. */
export function* spansAsCsv(data: TimelineData): Generator<string, void> {
  let piece = 'source,lane,task,doing,from_ns,to_ns\n'
  for (const section of data.sections) {
    const source = csvCell(originOf(section))
    for (const { label, spans } of section.lanes) {
      for (let index = 0; index < spans.count; index++) {
        const task = csvCell(taskWords(data, spans.task[index] ?? -1))
        const what = csvCell(TONE_WORDS[toneOf(spans.tone[index])])
        piece += `${source},${csvCell(label)},${task},${what},${spans.from[index] ?? 0},${spans.to[index] ?? 0}\n`
        if (index % PIECE !== PIECE - 1) continue
        yield piece
        piece = ''
      }
    }
  }
  yield piece
}
