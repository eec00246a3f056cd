import { describe, expect, it } from 'vitest'
import type { Ratio, SeriesIdentity, Summary } from '../../../contract/series.ts'
import type { MeasuredRun } from '../experiment.ts'
import { comparisons, findings } from './findings.ts'

const identity = (id: string, part = 'told', actors = 4): SeriesIdentity => ({ id, part, condition: { actors } })

function measured(of: SeriesIdentity, median: number): MeasuredRun['series'][number] {
  const same = { p5: median, p25: median, p75: median, p95: median, p99: median, min: median, max: median, mad: 0 }
  const summary: Summary = { ...same, median, interval: [median, median], count: 40, outliers: 0, overhead: 0 }
  return { ...of, outcome: { status: 'measured' }, summary }
}

const counts = (id: string, facts: Record<string, number>): MeasuredRun['observations'][number] => ({
  name: 'counts',
  about: { id, condition: { actors: 4 } },
  facts: { repetitions: 40, ...facts },
})

const ratio = (of: string, to: string, verdict: Ratio['verdict']): Ratio => ({
  of: identity(of),
  to: identity(to),
  ratio: 0.75,
  interval: [0.7, 0.8],
  p: 0.001,
  rounds: 20,
  verdict,
})

const ids = ['thread-faults', 'process-faults', 'thread-overwrites', 'process-overwrites', 'process-overwrites-shared']
const whole: MeasuredRun = {
  parameters: { actors: 4 },
  series: ids.map((id, i) => measured(identity(id), 100_000 + i)),
  ratios: [ratio('process-faults', 'thread-faults', 'differs')],
  predictions: [],
  observations: [
    counts('thread-faults', { allEnded: 40 }),
    counts('process-faults', { othersSurvived: 39 }),
    counts('thread-overwrites', { neighbourCorrupted: 40, endedBySegv: 0, exitedNormally: 40 }),
    counts('process-overwrites', { neighbourCorrupted: 0 }),
    counts('process-overwrites-shared', { neighbourCorrupted: 40 }),
  ],
}
const sentences = (more: Partial<MeasuredRun> = {}): string[] =>
  findings({ ...whole, ...more }).map((sentence) => sentence.replaceAll('\u202f', ' '))

describe('the findings', () => {
  it('say how often of how often, as it was counted', () => {
    expect(sentences()).toEqual([
      'A fault in one thread ended all 4 threads of its process in 40 of 40 repetitions; a fault in one process left the other 3 running in 39 of 40 repetitions.',
      'A thread that wrote past its own data changed its neighbour’s in 40 of 40 repetitions, and nothing stopped it: 40 processes ended with status 0.',
      'The same write by a process changed its neighbour’s data in 0 of 40 repetitions; in memory shared on purpose it changed them in 40 of 40 repetitions.',
      'The parent knew of the end 100 µs after the fault of a process, 100 µs after that of a thread, which ends its siblings too: 0.750 × as long.',
    ])
  })

  it('say that no difference was shown where that is so', () => {
    const ratios = [ratio('process-faults', 'thread-faults', 'no-difference-shown')]
    expect(sentences({ ratios }).at(-1)).toMatch(/: no difference shown\.$/)
  })

  it('leave out what was not chosen', () => {
    const series = whole.series.filter(({ id }) => id === 'process-faults')
    expect(sentences({ series, ratios: [] })).toEqual([
      'A fault in one process left the other 3 running in 39 of 40 repetitions.',
    ])
  })

  it('leave out what is withheld, though something was counted', () => {
    const series = whole.series.map((one) =>
      one.id === 'thread-faults'
        ? { ...one, summary: null, outcome: { status: 'failed' as const, error: 'It survived.', advice: '' } }
        : one,
    )
    expect(sentences({ series }).join(' ')).not.toContain('fault in one thread')
    expect(sentences({ series: [], ratios: [], observations: [] })).toEqual([])
  })
})

describe('the comparisons', () => {
  it('put processes into proportion to threads that do the same, by the news alone', () => {
    const series = ids.flatMap((id) => [identity(id), identity(id, 'repetition')])
    expect(comparisons(series).map(({ of, to }) => [of.id, of.part, to.id, to.part])).toEqual([
      ['process-faults', 'told', 'thread-faults', 'told'],
      ['process-overwrites', 'told', 'thread-overwrites', 'told'],
      ['process-overwrites-shared', 'told', 'thread-overwrites', 'told'],
    ])
  })

  it('never across different numbers of actors', () => {
    expect(comparisons([identity('process-faults', 'told', 2), identity('thread-faults', 'told', 4)])).toEqual([])
  })
})
