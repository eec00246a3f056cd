import { describe, expect, it } from 'vitest'
import { Rain } from './Rain.ts'

const fork = { id: 'fork', part: 'joined', condition: { parentMiB: 0 } }

describe('Rain', () => {
  it('keeps the samples of each series in their order', () => {
    const rain = new Rain()
    rain.add(fork, [3, 1])
    rain.add({ ...fork, id: 'vfork' }, [7])
    rain.add(fork, [2])
    expect([...rain.of(fork)]).toEqual([3, 1, 2])
  })

  it('has nothing of a series that has no samples yet', () => {
    expect(new Rain().of(fork)).toHaveLength(0)
  })

  it('thins evenly over the whole run when there are too many', () => {
    const rain = new Rain()
    const count = 20_000
    rain.add(
      fork,
      Array.from({ length: count }, (_, index) => index),
    )
    const kept = [...rain.of(fork)]
    const step = (kept[1] ?? 0) - (kept[0] ?? 0)
    expect(kept.length).toBeLessThanOrEqual(2400)
    expect(kept.length).toBeGreaterThanOrEqual(1200)
    expect(kept.every((value, index) => value === index * step)).toBe(true)
    expect(kept.at(-1)).toBeGreaterThanOrEqual(count - step)
  })
})
