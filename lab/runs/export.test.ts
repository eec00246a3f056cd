import { describe, expect, it } from 'vitest'
import type { Series } from '../../contract/series.ts'
import { exportCsv, exportJson } from './export.ts'
import { exampleRun, exampleSeries } from './fixture-run.ts'

const linesOf = (text: string): string[] => text.split('\r\n').slice(0, -1)

/** The cells of one line, as a spreadsheet reads it. */
function cells(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
  )
}

describe('exportJson', () => {
  it('is the document', () => {
    const run = exampleRun()
    const { fileName, mediaType, text } = exportJson(run)
    expect([fileName, mediaType]).toEqual([`${run.id}.json`, 'application/json'])
    expect(JSON.parse(text)).toEqual(run)
  })
})

describe('exportCsv', () => {
  it('has one line a raw sample, in rounds, the overhead beside it', () => {
    const run = exampleRun({ series: [exampleSeries({ id: 'fork' }, [[150, 160], [], [155]], 20)] })
    const { fileName, mediaType, text } = exportCsv(run)
    expect([fileName, mediaType]).toEqual([`${run.id}.csv`, 'text/csv'])
    expect(linesOf(text)).toEqual([
      'series,part,pages,parentMiB,placement,round,sample,unit,value,overhead',
      'fork,joined,4k,0,one-core,0,0,ns,150,20',
      'fork,joined,4k,0,one-core,0,1,ns,160,20',
      'fork,joined,4k,0,one-core,2,2,ns,155,20',
    ])
  })

  it('has every sample in its own unit, times and memory in one file', () => {
    const series: Series[] = [
      exampleSeries({ id: 'thread', condition: {} }, [[1500.5]], 0.25),
      { ...exampleSeries({ id: 'thread', part: 'held', condition: {} }, [[8192]]), unit: 'B' },
    ]
    expect(linesOf(exportCsv(exampleRun({ series })).text)).toEqual([
      'series,part,round,sample,unit,value,overhead',
      'thread,joined,0,0,ns,1500.5,0.25',
      'thread,held,0,0,B,8192,0',
    ])
  })

  it('has as many lines as there are samples, and the heading', () => {
    const run = exampleRun()
    const samples = run.series.reduce((sum, one) => sum + one.samples.length, 0)
    expect(linesOf(exportCsv(run).text)).toHaveLength(samples + 1)
    expect(linesOf(exportCsv(exampleRun({ series: [] })).text)).toEqual([
      'series,part,round,sample,unit,value,overhead',
    ])
  })

  it('has a column for every condition, empty where a series does not have it', () => {
    const series = [
      exampleSeries({ id: 'fork' }, [[1]]),
      exampleSeries({ id: 'worker-thread', condition: { placement: 'free' } }, [[2]]),
    ]
    expect(linesOf(exportCsv(exampleRun({ series })).text).slice(1)).toEqual([
      'fork,joined,4k,0,one-core,0,0,ns,1,0',
      'worker-thread,joined,,,free,0,0,ns,2,0',
    ])
  })

  it('leaves the overhead empty for a series without figures', () => {
    const series = [{ ...exampleSeries({ condition: {} }, [[1]]), summary: null }]
    expect(linesOf(exportCsv(exampleRun({ series })).text)[1]).toBe('fork,joined,0,0,ns,1,')
  })

  it.each(['a,b', 'a"b', 'a\nb', 'a\r\nb', '"', ',,'])('quotes %j, in values and in names', (awkward) => {
    const series = [exampleSeries({ id: awkward, part: awkward, condition: { [awkward]: awkward } }, [[1]])]
    const { text } = exportCsv(exampleRun({ series }))
    const heading = `series,part,${quoted(awkward)},round,sample,unit,value,overhead`
    expect(text).toBe(`${heading}\r\n${Array(3).fill(quoted(awkward)).join(',')},0,0,ns,1,0\r\n`)
    expect(cells(quoted(awkward))).toEqual([awkward])
  })

  it.each(['=1+1', '+1', '-1', '@sum', '\tx', '\rx', '=HYPERLINK("http://x","y")'])(
    'does not let a spreadsheet take %j for a formula',
    (formula) => {
      const series = [exampleSeries({ id: formula, condition: { [formula]: formula } }, [[1]])]
      const { text } = exportCsv(exampleRun({ series }))
      for (const cell of [`'${formula}`].map((one) => (/[",\r\n]/.test(one) ? quoted(one) : one))) {
        expect(text).toBe(
          `series,part,${cell},round,sample,unit,value,overhead\r\n${cell},joined,${cell},0,0,ns,1,0\r\n`,
        )
      }
    },
  )

  it('leaves numbers numbers, negative ones too', () => {
    const series = [exampleSeries({ condition: { nice: -5 } }, [[-3]])]
    expect(linesOf(exportCsv(exampleRun({ series })).text)[1]).toBe('fork,joined,-5,0,0,ns,-3,0')
  })
})

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`
