import { describe, expect, it } from 'vitest'
import type { Interval, SeriesIdentity } from '../../../contract/series.ts'
import { LADDER } from '../../../model/clone-combinations.ts'
import type { MeasuredRun } from '../experiment.ts'
import { comparisons, findings } from './findings.ts'

const condition = { placement: 'one-core' }
const whole = (id: string, part = 'joined'): SeriesIdentity => ({ id, part, condition })

function measured(id: string, median: number): MeasuredRun['series'][number] {
  const figures = { p5: median, p25: median, p75: median, p95: median, p99: median, min: median, max: median }
  const summary = {
    ...figures,
    median,
    interval: [median, median] as Interval,
    mad: 0,
    count: 9,
    outliers: 0,
    overhead: 0,
  }
  return { ...whole(id), outcome: { status: 'measured' }, summary }
}

function ratio(of: string, to: string, value: number, differs = true): MeasuredRun['ratios'][number] {
  const interval: Interval = differs ? [value * 0.99, value * 1.01] : [0.9, 1.1]
  const verdict = differs ? 'differs' : 'no-difference-shown'
  return { of: whole(of), to: whole(to), ratio: value, interval, p: 0.01, rounds: 20, verdict }
}

const RUN: MeasuredRun = {
  parameters: {},
  predictions: [],
  observations: [],
  series: [80e3, 79e3, 79e3, 20e3, 19e3, 16e3].map((median, i) => measured(LADDER[i]?.id ?? '', median)),
  ratios: [
    ratio('add-thread', 'fork-flags', 0.2),
    ratio('add-vm', 'add-fs', 0.25),
    ratio('add-thread', 'add-sighand', 0.84),
  ],
}
const sharing = (id: string, facts: object): MeasuredRun['observations'][number] => ({
  name: 'sharing',
  about: { id },
  facts: { flags: 'VM', outcome: 'created', 'outcome-predicted': 'created', rows: 20, agreeing: 20, ...facts },
})

describe('findings', () => {
  it('begin with the climb from process to thread and its largest step', () => {
    expect(findings(RUN)).toEqual([
      'A thread is a task that shares: from no flag to THREAD the cost falls from 80.0\u202fµs to 16.0\u202fµs, 0.200\u202f×. The largest step is + VM: 79.0\u202fµs to 20.0\u202fµs.',
    ])
  })

  it('show no difference where there is none, and name no step then', () => {
    const [headline] = findings({ ...RUN, ratios: [ratio('add-thread', 'fork-flags', 1, false)] })
    expect(headline).toContain('no difference shown')
    const [without] = findings({ ...RUN, ratios: [ratio('add-thread', 'fork-flags', 0.2)] })
    expect(without).not.toContain('largest step')
  })

  it('name the first that was measured where the ladder was not', () => {
    expect(findings({ ...RUN, ratios: [], series: [measured('vfork-flags', 2e4)] })).toEqual([
      'vfork-flags takes 20.0\u202fµs here, from the call until the task is gone.',
    ])
    expect(findings({ ...RUN, ratios: [], series: [] })).toEqual([])
  })

  it('count the rows in which model and kernel agree, and name every one in which they differ', () => {
    const agreeing = { ...RUN, observations: [sharing('fork-flags', {}), sharing('add-vm', {})] }
    expect(findings(agreeing)[1]).toContain('agrees with the kernel in 40 of 40 rows over 2 combinations.')
    const observations = [sharing('fork-flags', {}), sharing('add-vm', { agreeing: 19, differing: 'folder' })]
    expect(findings({ ...RUN, observations })[1]).toContain(
      '39 of 40 rows over 2 combinations; it differs for add-vm (folder).',
    )
  })

  it('tell what became of the choice: its cost, or the refusal and whether it was expected', () => {
    const own = (facts: object, more: Partial<MeasuredRun> = {}) =>
      findings({ ...RUN, ...more, observations: [sharing('choice', facts)] }).at(-1)
    const series = [...RUN.series, measured('choice', 21e3)]
    expect(own({}, { series, ratios: [...RUN.ratios, ratio('choice', 'fork-flags', 0.26)] })).toBe(
      'Your choice, VM, costs 21.0\u202fµs, 0.260\u202f× a task without flags.',
    )
    expect(own({ flags: 'none' }, { series, ratios: [ratio('choice', 'fork-flags', 1, false)] })).toBe(
      'Your choice, no flag at all, costs 21.0\u202fµs; no difference shown to a task without flags.',
    )
    const refused = { flags: 'SIGHAND', outcome: 'refused: EINVAL' }
    expect(own({ ...refused, 'outcome-predicted': 'refused: EINVAL' })).toBe(
      'Your choice, SIGHAND, was refused by the kernel with EINVAL, as the model predicted.',
    )
    expect(own(refused)).toBe(
      'Your choice, SIGHAND, was refused by the kernel with EINVAL, where the model predicted that it would be created.',
    )
  })
})

describe('comparisons', () => {
  it('put every series beside a task without flags, and every rung beside the one before it', () => {
    const ids = ['fork-flags', 'add-files', 'add-fs', 'choice', 'pthread-flags']
    const pairs = comparisons(ids.map((id) => whole(id))).map(({ of, to }) => `${of.id} : ${to.id}`)
    expect(pairs).toEqual([
      'add-files : fork-flags',
      'add-fs : fork-flags',
      'add-fs : add-files',
      'choice : fork-flags',
      'pthread-flags : fork-flags',
    ])
  })

  it('stay within a part and a condition, and leave out what is missing', () => {
    expect(comparisons([whole('fork-flags', 'called'), whole('add-fs')])).toEqual([])
    expect(comparisons([{ ...whole('fork-flags'), condition: { placement: 'free' } }, whole('add-fs')])).toEqual([])
  })
})
