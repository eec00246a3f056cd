import { describe, expect, it } from 'vitest'
import type { SeriesDescription } from '../../../contract/experiment.ts'
import type { SeriesView, Summary } from '../../../contract/series.ts'
import { seriesKey } from '../../../contract/series-key.ts'
import type { ShownRun } from '../measuring/shown-run.ts'
import { figureColumns, figureRows, figuresCsv, sortRows } from './figure-rows.ts'

const small = { parentMiB: 0, pages: '4k', placement: 'one-core' }

function summary(median: number): Summary {
  return {
    median,
    interval: [median - 1, median + 1],
    p5: median - 2,
    p25: median - 1,
    p75: median + 1,
    p95: median + 2,
    p99: median + 3,
    min: median - 3,
    max: median + 9,
    mad: 1,
    count: 100,
    outliers: 2,
    overhead: 30,
  }
}

function view(id: string, median: number | null): SeriesView {
  return {
    id,
    part: 'joined',
    condition: small,
    unit: 'ns',
    batch: 1,
    outcome: median === null ? { status: 'skipped', reason: 'no room' } : { status: 'measured' },
    summary: median === null ? null : summary(median),
    shape: null,
  }
}

const views = [view('pthread', 20), view('vfork', null), view('fork', 150)]
const description = (id: string): SeriesDescription => ({
  id,
  kind: 'process',
  explanation: '',
  unsupported: null,
  comparedWith: id === 'pthread' ? null : 'pthread',
})
const shown: ShownRun = {
  experiment: {
    id: 'creation-cost',
    title: '',
    question: '',
    group: 'measure',
    method: '',
    parameters: [],
    series: ['fork', 'vfork', 'pthread'].map(description),
    parts: [{ id: 'joined', title: 'Whole', explanation: '', unit: 'ns' }],
    budgetSeconds: { full: 30, quick: 10 },
  },
  state: 'complete',
  phase: null,
  plan: views,
  series: new Map(views.map((one) => [seriesKey(one), one])),
  ratios: [
    {
      of: { id: 'fork', part: 'joined', condition: small },
      to: { id: 'pthread', part: 'joined', condition: small },
      ratio: 7.5,
      interval: [7.2, 7.7],
      p: 0,
      rounds: 40,
      verdict: 'differs',
    },
  ],
  predictions: [],
  observations: [],
  findings: [],
  rain: null,
}

const rows = figureRows(shown)
const columns = figureColumns(shown.experiment.series)
const column = (id: string) => columns.find((one) => one.id === id) ?? columns[0]
const sorted = (id: string, direction: 'ascending' | 'descending'): string[] => {
  const by = column(id)
  return by ? sortRows(rows, by, direction).map(({ identity }) => identity.id) : []
}

describe('figureRows', () => {
  it('follows the order of the description, whatever order the run has', () => {
    expect(rows.map(({ identity }) => identity.id)).toEqual(['fork', 'vfork', 'pthread'])
  })

  it('puts the ratio to the baseline beside its series', () => {
    expect(rows.map(({ ratio }) => ratio?.ratio ?? null)).toEqual([7.5, null, null])
  })
})

describe('figureColumns', () => {
  const ratioIn = (series: readonly SeriesDescription[]) => figureColumns(series).find(({ id }) => id === 'ratio')
  const [fork] = rows

  it('names the one partner at the head of the column', () => {
    const found = ratioIn(shown.experiment.series)
    expect(found?.title).toBe('Against pthread')
    expect(fork && found?.text(fork).replaceAll('\u202f', ' ')).toBe('7.50 × [7.20–7.70]')
  })

  it('names the partner in the cell where there are several', () => {
    const found = ratioIn([...shown.experiment.series, { ...description('pipe'), comparedWith: 'socket' }])
    expect(found?.title).toBe('Against another')
    expect(fork && found?.text(fork)).toMatch(/\nagainst pthread$/)
  })

  it('has no such column where nothing is compared', () => {
    expect(ratioIn([{ ...description('fork'), comparedWith: null }])).toBeUndefined()
  })

  it('gives each row in its own unit', () => {
    const bytes: ShownRun = { ...shown, series: new Map(views.map((one) => [seriesKey(one), { ...one, unit: 'B' }])) }
    const [row] = figureRows(bytes)
    expect(row && column('p95')?.text(row).replaceAll('\u202f', ' ')).toBe('152 B')
  })
})

describe('sortRows', () => {
  it('sorts figures by value in both directions', () => {
    expect(sorted('median', 'ascending')).toEqual(['pthread', 'fork', 'vfork'])
    expect(sorted('median', 'descending')).toEqual(['fork', 'pthread', 'vfork'])
  })

  it('counts the baseline as 1 against itself', () => {
    expect(sorted('ratio', 'ascending')).toEqual(['pthread', 'fork', 'vfork'])
  })

  it('keeps the order of equal rows', () => {
    expect(sorted('condition', 'descending')).toEqual(['fork', 'vfork', 'pthread'])
  })
})

describe('figuresCsv', () => {
  it('gives base units, and empty cells where nothing was measured', () => {
    const lines = figuresCsv(rows).split('\r\n')
    expect(lines[0]).toContain('series,part,pages,parentMiB,placement,unit,median,low,high')
    expect(lines[1]).toContain('MEASURED,fork,joined,4k,0,one-core,ns,150,149,151')
    expect(lines[2]).toContain('vfork,joined,4k,0,one-core,ns,,,')
    expect(lines[2]).toMatch(/skipped$/)
  })
})
