import { describe, expect, it } from 'vitest'
import { BLOCK, blockSums } from './lane-sums.ts'
import { reduceLane } from './reduce-lane.ts'
import { TONES, type Spans } from './timeline.ts'

/** Spans back to back, running and runnable in turn, each of a length of its own. */
function longLane(count: number): Spans {
  const lengths = Float64Array.from({ length: count }, (_, index) => 1 + ((index * 7919) % 13))
  const to = lengths.slice()
  for (let index = 1; index < count; index++) to[index] = (to[index] ?? 0) + (to[index - 1] ?? 0)
  return {
    count,
    from: to.map((end, index) => end - (lengths[index] ?? 0)),
    to,
    task: new Int32Array(count),
    tone: Uint8Array.from({ length: count }, (_, index) => index % 2),
  }
}

const sum = (values: ArrayLike<number>, of: (index: number) => boolean): number =>
  Array.from(values).reduce((total, value, index) => total + (of(index) ? value : 0), 0)

describe('blockSums', () => {
  it('leaves short lanes alone', () => {
    expect(blockSums(longLane(100))).toBeNull()
  })

  it('is made once for a lane', () => {
    const lane = longLane(10_000)
    expect(blockSums(lane)).toBe(blockSums(lane))
  })
})

describe('reduceLane on a long lane', () => {
  const lane = longLane(100_003)
  const end = lane.to[lane.count - 1] ?? 0

  it.each([
    ['all of it', 0, end, 300],
    ['a part that begins and ends inside of blocks', 1_234.5, 456_789.25, 997],
    ['few spans a pixel', 5_000, 9_000, 200],
    ['a single pixel', 17, end - 17, 1],
  ])('loses no time of any tone: %s', (_, from, to, width) => {
    const { boxes, boxCount, columns } = reduceLane(lane, { from, to }, width)
    for (const tone of [0, 1]) {
      const seen = (index: number): number =>
        Math.max(0, Math.min(to, lane.to[index] ?? 0) - Math.max(from, lane.from[index] ?? 0))
      const wanted = Array.from({ length: lane.count }, (_, index) => (index % 2 === tone ? seen(index) : 0))
      const boxed = [...boxes.subarray(0, boxCount)].filter((index) => index % 2 === tone).map(seen)
      const drawn = (sum(columns, (place) => place % TONES.length === tone) * (to - from)) / width
      expect((drawn + sum(boxed, () => true)) / sum(wanted, () => true)).toBeCloseTo(1, 4)
    }
  })

  it('says of each pixel the same as for a lane that is gone through span by span', () => {
    const first = BLOCK * 3 + 5
    const from = (lane.from[first] ?? 0) + 0.25
    const window = { from, to: from + 20_000 }
    const few = 4_000
    const part: Spans = {
      count: few,
      from: lane.from.slice(first, first + few),
      to: lane.to.slice(first, first + few),
      task: lane.task.slice(first, first + few),
      tone: lane.tone.slice(first, first + few),
    }
    expect(blockSums(part)).toBeNull()
    expect(part.to[few - 1]).toBeGreaterThan(window.to)
    const [whole, pieces] = [reduceLane(lane, window, 20).columns, reduceLane(part, window, 20).columns]
    pieces.forEach((share, place) => expect(whole[place]).toBeCloseTo(share, 4))
  })
})
