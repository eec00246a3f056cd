import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nativeBatch, neededBytes, nodeBatch, ringPlaces, samplesPerBlock } from './batches.ts'

const MIB = 1 << 20
const size = fc.integer({ min: 1, max: 16 * MIB })

describe.each([
  ['native', nativeBatch],
  ['of Node', nodeBatch],
])('a batch that is %s', (_, batchOf) => {
  it('stays within what the probe takes and a machine holds, whatever the size', () => {
    fc.assert(
      fc.property(size, (bytes) => {
        const batch = batchOf(bytes)
        expect(batch.roundTrips).toBeGreaterThanOrEqual(1)
        expect(batch.streamed).toBeGreaterThanOrEqual(Math.max(2, batch.roundTrips))
        expect(batch.streamed * bytes).toBeLessThanOrEqual(64 * MIB)
        expect(ringPlaces(bytes, batch)).toBeLessThanOrEqual(batch.streamed)
        expect(neededBytes(bytes, batch)).toBeLessThanOrEqual(256 * MIB)
      }),
    )
  })
})

describe('a block', () => {
  it('has fewer samples the larger the messages are', () => {
    expect([1, 4096, MIB, 16 * MIB].map(samplesPerBlock)).toEqual([4, 4, 3, 1])
  })
})
