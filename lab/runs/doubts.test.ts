import { describe, expect, it } from 'vitest'
import type { Series } from '../../contract/series.ts'
import { seriesKey } from '../../contract/series-key.ts'
import { Warning } from '../../contract/warning.ts'
import { blockOf, standInSubject } from '../procedure/fixture-subject.ts'
import { Recording } from '../procedure/recording.ts'
import { absentSeries } from './assemble.ts'
import { doubts, type Circumstances } from './doubts.ts'
import { exampleSeries } from './fixture-run.ts'

const ROUNDS = 20

/** Twenty rounds of samples that differ a little, all rounds alike. */
const steady = (id: string, value = 100_000): Series =>
  exampleSeries(
    { id },
    Array.from({ length: ROUNDS }, (_, round) =>
      Array.from({ length: 8 }, (__, i) => value * (1 + (((i * 5 + round * 3) % 8) - 3.5) / 1000)),
    ),
  )

/** The same, but each round has a level of its own. */
const drifting = (id: string, part = 'joined', span = 1): Series =>
  exampleSeries(
    { id, part },
    Array.from({ length: ROUNDS }, (_, round) =>
      Array.from({ length: 32 }, (__, i) => 100_000 * (1 + (span * round) / ROUNDS) + i),
    ),
  )

const calm: Circumstances = {
  series: [steady('fork'), steady('pthread', 20_000)],
  recordings: [],
  whole: 'joined',
  target: 0.02,
  stealShare: 0,
}

/** The doubts of a kind in circumstances that are calm but for these. */
function doubtsOf(kind: Warning['kind'], more: Partial<Circumstances>): Warning[] {
  const found = doubts({ ...calm, ...more })
  for (const warning of found) {
    expect(Warning.parse(warning)).toEqual(warning)
    expect(warning.advice).not.toBe('')
  }
  return found.filter((warning) => warning.kind === kind)
}

describe('doubts', () => {
  it('are none where all is well', () => {
    expect(doubts(calm)).toEqual([])
    expect(doubts({ ...calm, stealShare: null })).toEqual([])
  })

  it('are none where nothing was measured', () => {
    expect(doubts({ ...calm, series: [] })).toEqual([])
    expect(doubts({ ...calm, series: [absentSeries(steady('fork'), 'ns', { status: 'cancelled' })] })).toEqual([])
  })
})

describe('too few samples', () => {
  const inRounds = (id: string, rounds: number, size: number): Series =>
    exampleSeries(
      { id },
      Array.from({ length: rounds }, () => Array.from({ length: size }, () => 100_000)),
    )

  it.each([
    ['29 samples', inRounds('few', 29, 1)],
    ['7 rounds', inRounds('few', 7, 64)],
    ['one sample', inRounds('few', 1, 1)],
  ])('are doubted: %s', (_, few) => {
    const [warning, ...others] = doubtsOf('too-few-samples', { series: [...calm.series, few] })
    expect(others).toEqual([])
    expect(warning?.about).toBe(seriesKey(few))
    expect(warning?.message).toMatch(/^1 of 3 figures/)
  })

  it('are one warning about the series with the fewest', () => {
    const [few, fewer] = [inRounds('few', 5, 5), inRounds('fewer', 5, 2)]
    const warnings = doubtsOf('too-few-samples', { series: [few, fewer, ...calm.series] })
    expect(warnings.map(({ about }) => about)).toEqual([seriesKey(fewer)])
    expect(warnings[0]?.message).toMatch(/^2 of 4 figures .* 10 in 5 rounds/)
  })

  it.each([
    ['30 samples in 30 rounds', inRounds('enough', 30, 1)],
    ['8 rounds of 4', inRounds('enough', 8, 4)],
  ])('are enough: %s', (_, enough) => expect(doubtsOf('too-few-samples', { series: [enough] })).toEqual([]))

  it('are enough of memory that comes out the same again and again, but not of memory that does not', () => {
    const ofMemory = (...values: number[]): Series => ({ ...exampleSeries({ id: 'held' }, [values]), unit: 'B' })
    expect(doubtsOf('too-few-samples', { series: [ofMemory(100_000, 100_000, 101_000)] })).toEqual([])
    expect(doubtsOf('too-few-samples', { series: [ofMemory(100_000, 100_000, 105_000)] })).toHaveLength(1)
    expect(doubtsOf('too-few-samples', { series: [ofMemory(100_000, 100_000)] })).toHaveLength(1)
  })
})

describe('a noisy machine', () => {
  it('is doubted where rounds differ more than their samples explain, the worst series named', () => {
    const [bad, worse] = [drifting('bad', 'joined', 0.5), drifting('worse')]
    const warnings = doubtsOf('noisy-machine', { series: [bad, worse, ...calm.series] })
    expect(warnings.map(({ about }) => about)).toEqual([seriesKey(worse)])
    expect(warnings[0]?.message).toMatch(/^The rounds of 2 series /)
  })

  it.each([
    ['the median is known to the target all the same', { series: [drifting('fork')], target: 0.9 }],
    ['only a part differs', { series: [drifting('fork', 'called')] }],
    [
      'the samples differ as much inside each round',
      {
        series: [
          exampleSeries(
            { id: 'fork' },
            Array.from({ length: ROUNDS }, (_, round) =>
              Array.from({ length: 8 }, (__, i) => 100_000 * (1 + ((i * 31 + round * 17) % 40) / 40)),
            ),
          ),
        ],
      },
    ],
  ])('is not doubted where %s', (_, more) => expect(doubtsOf('noisy-machine', more)).toEqual([]))

  it('is doubted where the hypervisor took more than half a percent of the time', () => {
    const [warning] = doubtsOf('noisy-machine', { stealShare: 0.012 })
    expect(warning?.message.replaceAll('\u202f', ' ')).toContain('1.20 %')
    expect(warning?.about).toBeUndefined()
    expect(doubtsOf('noisy-machine', { stealShare: 0.005 })).toEqual([])
  })
})

describe('figures of 0, and figures that never change', () => {
  const rounds = (valueOf: (round: number) => number, overhead = 0): Series =>
    exampleSeries(
      { id: 'held' },
      Array.from({ length: 40 }, (_, round) => Array.from({ length: 8 }, () => valueOf(round))),
      overhead,
    )

  it.each([
    ['always 0', rounds(() => 0)],
    ['always the same', rounds(() => 4096)],
    ['always what the harness costs', rounds(() => 30, 30)],
    ['always less than the harness costs', rounds(() => 30, 40)],
    ['0 in most rounds', rounds((round) => (round % 8 < 5 ? 0 : 8192))],
    ['below 0 in most rounds', rounds((round) => (round % 8 < 5 ? 0 : 8192), 10)],
  ])('are no sign of noise: %s', (_, one) => {
    expect(doubts({ ...calm, series: [{ ...one, unit: 'B' }] })).toEqual([])
  })

  it('do not keep another series from being named, with a share that is a number', () => {
    const series = [rounds(() => 0), rounds((round) => (round % 8 < 5 ? 0 : 8192)), drifting('worse')]
    const [warning] = doubtsOf('noisy-machine', { series })
    expect(warning?.about).toBe(seriesKey(drifting('worse')))
    expect(warning?.message).toMatch(/of 1 series .* ± \d+(\.\d+)?\s%/)
  })
})

describe('a coarse clock', () => {
  const timedBy = (clockResolutionNs: number): Recording[] => [
    new Recording({ ...standInSubject('pthread', () => blockOf([])), clockResolutionNs }),
  ]

  it('is doubted where it ticks more than once in a hundredth of the smallest median', () => {
    const [warning] = doubtsOf('clock-too-coarse', { recordings: timedBy(210) })
    expect(warning?.message.replaceAll('\u202f', ' ')).toMatch(
      /every 210 ns, the smallest figure of pthread is 20\.0 µs/,
    )
  })

  const inBatches = (figure: number, batch: number): Series => ({
    ...exampleSeries({ id: 'pthread' }, [Array.from({ length: 40 }, () => figure)]),
    batch,
  })

  it('is judged by a whole sample: a batch of short operations lasts long enough', () => {
    expect(doubtsOf('clock-too-coarse', { recordings: timedBy(10), series: [inBatches(5, 200)] })).toEqual([])
    const [warning] = doubtsOf('clock-too-coarse', { recordings: timedBy(10.1), series: [inBatches(5, 200)] })
    expect(warning?.message.replaceAll('\u202f', ' ')).toBe(
      'The clock ticks every 10.1 ns, the smallest figure of pthread is 5.00 ns in samples of 1.00 µs.',
    )
  })

  it('is not asked of memory', () => {
    const held: Series = { ...inBatches(1, 1), unit: 'B' }
    expect(doubtsOf('clock-too-coarse', { recordings: timedBy(1000), series: [held] })).toEqual([])
    const [warning] = doubtsOf('clock-too-coarse', { recordings: timedBy(1000), series: [held, inBatches(5000, 1)] })
    expect(warning?.message.replaceAll('\u202f', ' ')).toContain('the smallest figure of pthread is 5.00 µs.')
  })

  it('is fine enough otherwise', () => expect(doubtsOf('clock-too-coarse', { recordings: timedBy(190) })).toEqual([]))
})

describe('a limit that was reached', () => {
  const record = (stopped: boolean): Recording => {
    const recording = new Recording(standInSubject('fork', () => blockOf([])))
    const stop = { call: 'fork', errno: 'EAGAIN', message: 'Resource temporarily unavailable' }
    recording.add(blockOf([1, 2, 3], stopped ? { stopped: stop } : {}))
    return recording
  }

  it('is named with the call and the count that was reached', () => {
    const [warning] = doubtsOf('limit-reached', { recordings: [record(false), record(true)] })
    expect(warning?.about).toBe('fork/joined')
    expect(warning?.message).toBe(
      'fork stopped after 3 operations: fork failed with EAGAIN (Resource temporarily unavailable).',
    )
  })

  it('is not invented', () => expect(doubtsOf('limit-reached', { recordings: [record(false)] })).toEqual([]))
})

describe('rounds of few samples', () => {
  /** Every round has one value, and it grows over the rounds: all of the spread lies between them. */
  const drifting = (size: number): Series =>
    exampleSeries(
      { id: 'slow' },
      Array.from({ length: 40 }, (_, round) => Array.from({ length: size }, (__, i) => 1e6 * (1 + round / 40) + i)),
    )

  it('are doubted too where all of their spread lies between them', () => {
    expect(doubtsOf('noisy-machine', { series: [drifting(5)] })).toHaveLength(1)
  })

  it('are not judged below four samples, which cannot tell', () => {
    expect(doubtsOf('noisy-machine', { series: [drifting(3)] })).toEqual([])
  })
})
