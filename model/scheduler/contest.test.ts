import { describe, expect, it } from 'vitest'
import { contestantName, contestWorkload, gotWithin, readNiceValues, sharesByWeight } from './contest.ts'
import { FREE } from './costs.ts'
import { simulate } from './simulate.ts'

const PERIOD = 1e9
const SLICE = 4e6

function simulated(nice: readonly number[]): ReturnType<typeof gotWithin> {
  const policy = { id: 'eevdf', settings: { slice: SLICE }, seed: 0 } as const
  const { slices } = simulate(contestWorkload(nice, PERIOD), { cores: 1, queues: 'per-core', costs: FREE }, policy)
  return gotWithin(slices, nice.length, PERIOD)
}

describe('nice values as text', () => {
  it('are separated by spaces, commas or both, and may have a real minus', () => {
    expect(readNiceValues('0 5 10')).toEqual({ ok: true, nice: [0, 5, 10] })
    expect(readNiceValues(' 0,5,\n-20 ')).toEqual({ ok: true, nice: [0, 5, -20] })
    expect(readNiceValues('−5 +19')).toEqual({ ok: true, nice: [-5, 19] })
  })

  it.each([
    ['0 x', /not “x”/],
    ['0 20', /from -20 to 19, not “20”/],
    ['0 1.5', /not “1\.5”/],
    ['5', /there is 1 nice value\./],
    ['', /there are 0 nice values/],
    ['0 0 0 0 0 0 0 0 0', /there are 9 nice values/],
    [`0 ${'9'.repeat(50)}`, /“999999999999…”/],
  ])('says what is wrong with %j', (text, words) => {
    const read = readNiceValues(text)
    expect(read.ok ? '' : read.reason).toMatch(words)
  })
})

describe('shares by weight', () => {
  it('are the same for the same nice value, and about a tenth of the core apart for one step', () => {
    expect(sharesByWeight([7, 7])).toEqual([0.5, 0.5])
    const [less = 0, more = 0] = sharesByWeight([1, 0])
    expect(more - less).toBeCloseTo(0.11, 2)
    expect(sharesByWeight([0, 5])[1]).toBeCloseTo(335 / 1359, 12)
  })

  it('depend on differences of nice values alone, but for the rounding of weights', () => {
    expect(sharesByWeight([-5, 0])[0]).toBeCloseTo(sharesByWeight([0, 5])[0] ?? 0, 2)
  })
})

describe('a simulated contest', () => {
  it.each([[[0, 0]], [[0, 5]], [[0, 19]], [[0, 0, 10]], [[-5, 0, 3, 19]]])(
    'gives threads of nice %j their shares to within a slice',
    (nice) => {
      const got = simulated(nice)
      expect(got.reduce((sum, { computed }) => sum + computed, 0)).toBe(PERIOD)
      sharesByWeight(nice).forEach((share, i) => {
        expect(Math.abs((got[i]?.computed ?? 0) - share * PERIOD)).toBeLessThanOrEqual(SLICE)
      })
    },
  )

  it('gives the favoured thread several slices in a turn, and the other one slice', () => {
    const [first, second] = simulated([0, 10])
    const turn = (got: typeof first): number => (got?.computed ?? 0) / (got?.turns ?? 1)
    // The first request of all is half a slice.
    expect(turn(second)).toBeGreaterThan(0.9 * SLICE)
    expect(turn(second)).toBeLessThanOrEqual(SLICE)
    expect(turn(first)).toBeGreaterThan(5 * SLICE)
  })

  it('names its threads by letters', () => {
    expect(contestWorkload([0, 0, 5], 1).tasks.map(({ name }) => name)).toEqual(['A', 'B', 'C'])
    expect(contestantName(7)).toBe('H')
  })
})
