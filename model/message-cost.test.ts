import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bandwidthOf, messageTime } from './message-cost.ts'

describe('the time of a message', () => {
  it('is the fixed part for no bytes, and grows by its bytes over the bandwidth', () => {
    const cost = { fixed: 2000, bandwidth: 4e9 }
    expect(messageTime(cost, 0)).toBe(2000)
    expect(messageTime(cost, 4000)).toBe(3000)
  })

  it('comes to the bandwidth that it was made from, where nothing is fixed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 30 }), fc.integer({ min: 1, max: 2 ** 40 }), (bytes, bandwidth) => {
        expect(bandwidthOf(bytes, messageTime({ fixed: 0, bandwidth }, bytes)) / bandwidth).toBeCloseTo(1, 9)
      }),
    )
  })
})
