import { csvLine } from '../../../../contract/csv.ts'
import { exportedThread, isoTime, SOURCE, type ExportFacts } from './exported-thread.ts'
import type { InspectedTable } from './inspected.ts'

/** The threads of one moment as CSV, a line a thread; what holds for all of them stands in every line. */
export function tableAsCsv({ at, rows }: InspectedTable, { target, samplesPerSecond }: ExportFacts): string {
  const threads = rows.map(exportedThread)
  const names = Object.keys(threads[0] ?? {})
  return [
    ['time', 'source', 'followed', 'samples_per_second', ...names],
    ...threads.map((thread) => [isoTime(at), SOURCE, target, samplesPerSecond, ...Object.values(thread)]),
  ]
    .map(csvLine)
    .join('')
}

/** The same as one JSON document. */
export function tableAsJson({ at, rows }: InspectedTable, { target, samplesPerSecond }: ExportFacts): string {
  const document = {
    schema: 'threadlab.inspection/1',
    source: SOURCE,
    time: isoTime(at),
    followed: target,
    samples_per_second: samplesPerSecond,
    threads: rows.map(exportedThread),
  }
  return `${JSON.stringify(document, null, 2)}\n`
}
