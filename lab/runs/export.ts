import { csvCell } from '../../contract/csv.ts'
import type { Run } from '../../contract/run.ts'

export interface ExportedFile {
  fileName: string
  mediaType: string
  text: string
}

/** The stored document itself. */
export function exportJson(run: Run): ExportedFile {
  return { fileName: `${run.id}.json`, mediaType: 'application/json', text: `${JSON.stringify(run)}\n` }
}

/**
 * One line a raw sample, in its unit, the overhead not subtracted but given beside it. Conditions become columns;
 * a series that does not have one leaves its cell empty.
 */
export function exportCsv(run: Run): ExportedFile {
  const names = [...new Set(run.series.flatMap(({ condition }) => Object.keys(condition)))].sort()
  const lines = [['series', 'part', ...names.map(csvCell), 'round', 'sample', 'unit', 'value', 'overhead'].join(',')]
  for (const { id, part, condition, unit, samples, blocks, summary } of run.series) {
    const cells = [id, part, ...names.map((name) => condition[name] ?? '')].map(csvCell).join(',')
    let sample = 0
    blocks.forEach((length, round) => {
      for (const end = sample + length; sample < end; sample++) {
        lines.push(`${cells},${round},${sample},${unit},${samples[sample] ?? ''},${summary?.overhead ?? ''}`)
      }
    })
  }
  return { fileName: `${run.id}.csv`, mediaType: 'text/csv', text: `${lines.join('\r\n')}\r\n` }
}
