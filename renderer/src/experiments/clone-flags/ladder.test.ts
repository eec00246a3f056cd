import { describe, expect, it } from 'vitest'
import { seriesKey } from '../../../../contract/series-key.ts'
import type { Interval, Ratio, SeriesIdentity, SeriesView } from '../../../../contract/series.ts'
import { LADDER } from '../../../../model/clone-combinations.ts'
import type { ShownRun } from '../../measuring/shown-run.ts'
import { changeWords, ladderCsv, ladderTitle, ladderTwin, readStep, stepsOf } from './ladder.ts'

const condition = { placement: 'one-core' }
const identity = (id: string): SeriesIdentity => ({ id, part: 'joined', condition })

function view(id: string, median: number): SeriesView {
  const figures = { p5: median, p25: median, p75: median, p95: median, p99: median, min: median, max: median }
  const interval: Interval = [median * 0.98, median * 1.02]
  const summary = { ...figures, median, interval, mad: 0, count: 7, outliers: 0, overhead: 0 }
  return { ...identity(id), unit: 'ns', batch: 1, outcome: { status: 'measured' }, summary, shape: null }
}

function ratio(of: string, to: string, value: number, differs: boolean): Ratio {
  const interval: Interval = differs ? [value, value] : [0.9, 1.1]
  const verdict = differs ? 'differs' : 'no-difference-shown'
  return { of: identity(of), to: identity(to), ratio: value, interval, p: 0.5, rounds: 9, verdict }
}

const ids = LADDER.map(({ id }) => id)
const planned: ShownRun = {
  ...{ state: 'planned', phase: null, series: new Map(), ratios: [], predictions: [], observations: [] },
  ...{ findings: [], rain: null, plan: ids.map(identity) },
  experiment: {
    ...{ id: 'clone-flags', title: '', question: '', group: 'measure', method: '', parameters: [], series: [] },
    ...{ parts: [{ id: 'joined', title: 'Whole', explanation: '', unit: 'ns' }], budgetSeconds: { full: 1, quick: 1 } },
  },
}
const medians = [80e3, 80e3, 79e3, 20e3, 19e3, 16e3]
const measured: ShownRun = {
  ...planned,
  state: 'complete',
  series: new Map(ids.map((id, i) => [seriesKey(identity(id)), view(id, medians[i] ?? 0)])),
  ratios: ids.slice(1).map((id, i) => ratio(id, ids[i] ?? '', (medians[i + 1] ?? 0) / (medians[i] ?? 1), i > 0)),
  observations: [
    {
      name: 'sharing',
      about: { id: 'add-files' },
      facts: { flags: 'FILES', descriptors: 'shared', folder: 'shared', process: 'one of its own' },
    },
  ],
}

describe('the ladder', () => {
  it('has every planned rung, what is shared on it predicted until a run has looked', () => {
    const steps = stepsOf(planned, 'joined', condition)
    expect(steps.map(({ rung }) => rung.id)).toEqual(ids)
    expect(steps.flatMap(({ cells }) => cells).some((cell) => cell.measured)).toBe(false)
    expect(steps.map(({ cells }) => cells.filter(({ shared }) => shared).length)).toEqual([0, 1, 2, 3, 4, 5])
    expect(steps.every(({ cost, change }) => cost === null && change === null)).toBe(true)
    expect(ladderTitle(steps)).toMatch(/\?$/)
  })

  it('shows what was seen, and where it is not what was predicted', () => {
    const files = stepsOf(measured, 'joined', condition)[1]?.cells
    expect(files?.find(({ id }) => id === 'descriptors')).toMatchObject({
      shared: true,
      measured: true,
      differs: false,
    })
    expect(files?.find(({ id }) => id === 'folder')).toMatchObject({ shared: true, measured: true, differs: true })
    expect(files?.find(({ id }) => id === 'process')).toMatchObject({ shared: false, measured: true, differs: false })
  })

  it('tells the change of each step, and none where none is shown', () => {
    const steps = stepsOf(measured, 'joined', condition)
    expect(steps.map(changeWords)).toEqual([
      '',
      'no difference shown',
      '−1.00\u202fµs',
      '−59.0\u202fµs',
      '−1.00\u202fµs',
      '−3.00\u202fµs',
    ])
    expect(ladderTitle(steps)).toBe(
      'From process to thread, the step + VM saves 74.7\u202f% of what the rung before it takes.',
    )
    expect(readStep(steps[3] ?? expect.fail())).toBe(
      '+ VM: 20.0\u202fµs, n 7, −59.0\u202fµs against the rung before; shared: files, folder, memory',
    )
  })

  it('says so where no step differs', () => {
    const level = { ...measured, ratios: measured.ratios.map(({ of, to }) => ratio(of.id, to.id, 1, false)) }
    expect(ladderTitle(stepsOf(level, 'joined', condition))).toContain('no step shows a difference')
  })

  it('leaves out rungs that were not planned, and has its figures as text and as CSV', () => {
    const steps = stepsOf({ ...measured, plan: [identity('fork-flags'), identity('add-vm')] }, 'joined', condition)
    expect(ladderTwin(steps, 'Whole', condition)).toBe(
      'Whole, one core. From the foot of the ladder: fork 80.0\u202fµs, + VM 20.0\u202fµs.',
    )
    const [head, fork, vm] = ladderCsv(steps).split('\n')
    expect(head).toContain('memory shared,handlers shared,process shared,median ns')
    expect(fork).toMatch(/^fork-flags,,no,no,no,no,no,80000,/)
    expect(vm).toMatch(/^add-vm,VM FILES FS,yes,yes,yes,no,no,20000,/)
  })
})
