import { describe, expect, it } from 'vitest'
import { predictContest } from './prediction.ts'

const SLICE = { baseNs: 1_400_000, tickNs: 4_000_000, source: 'a test' }
const { predictions, basis } = predictContest({ nice: [0, 5, 19], periodNs: 500e6 }, SLICE, [], 3)

const predicted = (thread: string, part: string): (typeof predictions)[number] => {
  const found = predictions.find(({ of }) => of.condition['thread'] === thread && of.part === part)
  if (!found) throw new Error(`no prediction of ${part} of ${thread}`)
  return found
}

describe('what is predicted of a contest', () => {
  it('is what the weights say, of share, processor time and delay', () => {
    const share = 335 / (1024 + 335 + 15)
    expect(predicted('B', 'share').value).toBeCloseTo(share * 1e9, 0)
    expect(predicted('B', 'cpu').value).toBeCloseTo(share * 500e6, 0)
    expect(predicted('B', 'delay').value).toBeCloseTo((1 - share) * 500e6, 0)
    expect(predicted('B', 'share').of.condition).toEqual({ thread: 'B', nice: 5 })
  })

  it('has an interval no wider than what a slice more or less makes', () => {
    for (const { of, value, interval } of predictions) {
      expect(interval[0]).toBeLessThanOrEqual(value)
      expect(interval[1]).toBeGreaterThanOrEqual(value)
      if (of.part === 'cpu') expect(interval[1] - interval[0]).toBeLessThan(2 * (SLICE.baseNs + SLICE.tickNs))
    }
  })

  it('lets a turn of little weight be one slice of whole ticks, and one of much weight several', () => {
    expect(predicted('B', 'turn').value).toBeGreaterThan(3.8e6)
    expect(predicted('B', 'turn').value).toBeLessThanOrEqual(4e6)
    expect(predicted('A', 'turn').value).toBeGreaterThan(2 * 4e6)
  })

  it('is made of simulations, and says what the simulated timeline is drawn with', () => {
    expect(basis.facts).toMatchObject({ policy: 'eevdf', sliceNs: 4e6, switchNs: 0 })
    expect(predictions.every(({ model }) => model.simulations === basis.facts['simulations'])).toBe(true)
    expect(predictions.every(({ score }) => score === null)).toBe(true)
  })

  it('is the same again from the same seed', () => {
    const again = predictContest({ nice: [0, 5, 19], periodNs: 500e6 }, SLICE, [], 3).predictions
    expect(again.map(({ value, interval }) => [value, interval])).toEqual(
      predictions.map(({ value, interval }) => [value, interval]),
    )
  })
})
