import { csvLine } from '../../../../contract/csv.ts'
import { exportedThread, isoTime, SOURCE, type ExportFacts } from './exported-thread.ts'
import type { InspectedRow, ToldSample } from './inspected.ts'

/** What a line says: figures of a thread that hold until its next line, that it ended, or that nothing is known of a time. */
type What = 'figures' | 'ended' | 'not-sampled'

interface Line {
  what: What
  /** For `not-sampled`, when sampling went on. */
  at: number
  /** Of the time that the sample covers, or that was not sampled. */
  start: number
  row: InspectedRow | null
}

/** What happened to some threads in all samples, in pieces of text: a line wherever a figure of a thread changed. */
export function* historyAsCsv(
  samples: Iterable<ToldSample>,
  shown: ReadonlySet<number>,
  { target, samplesPerSecond }: ExportFacts,
): Generator<string, void> {
  let names: string[] | null = null
  for (const { what, at, start, row } of linesOf(samples, shown)) {
    const thread = row ? exportedThread(row) : {}
    if (!names && row) {
      names = Object.keys(thread)
      yield csvLine(['time', 'covers_ms', 'what', 'source', 'followed', 'samples_per_second', ...names])
    }
    if (!names) continue
    const figures = names.map((name) => thread[name] ?? null)
    yield csvLine([isoTime(at), covered(start, at), what, SOURCE, target, samplesPerSecond, ...figures])
  }
}

/** The same as JSON lines; the first says what holds for all. */
export function* historyAsJsonLines(
  samples: Iterable<ToldSample>,
  shown: ReadonlySet<number>,
  { target, samplesPerSecond }: ExportFacts,
): Generator<string, void> {
  const facts = { schema: 'threadlab.inspection-history/1', source: SOURCE, followed: target }
  const reading = 'The figures of a thread hold from one of its lines to the next.'
  yield `${JSON.stringify({ ...facts, samples_per_second: samplesPerSecond, reading })}\n`
  for (const { what, at, start, row } of linesOf(samples, shown)) {
    const thread = row ? exportedThread(row) : {}
    yield `${JSON.stringify({ time: isoTime(at), covers_ms: covered(start, at), what, ...thread })}\n`
  }
}

function* linesOf(samples: Iterable<ToldSample>, shown: ReadonlySet<number>): Generator<Line, void> {
  let before: number | null = null
  for (const { start, at, changed, gone } of samples) {
    if (before !== null && start > before) yield { what: 'not-sampled', at: start, start: before, row: null }
    for (const row of changed) if (shown.has(row.row)) yield { what: 'figures', at, start, row }
    for (const row of gone) if (shown.has(row.row)) yield { what: 'ended', at, start, row }
    before = at
  }
}

const covered = (start: number, at: number): number => Number((at - start).toFixed(3))
