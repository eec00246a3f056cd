import { describe, expect, it } from 'vitest'
import { ProbeLine, type ProbeSamples } from '../../../contract/probe.ts'
import { SAMPLES } from '../../probes/fixture-probe.ts'
import { contradiction, type Expected } from './evidence.ts'

const EXPECTED: Expected = { bytes: 1000, roundTrips: 4, streamed: 12, placement: 'one-core' }

/** Two samples by pipe, of 20 messages each, and what was counted. */
const COUNTS = {
  bytesChecked: 40_000,
  wrongBytes: 0,
  latencySwitches: 18,
  movements: 4,
  movementsOnOneCore: 4,
  copiedBySystemCalls: 80_200,
}

function samples(counts: Record<string, number>, more: object = {}): ProbeSamples {
  const values = { latency: [1, 2], streamed: [1, 2] }
  const line = ProbeLine.parse({
    ...SAMPLES,
    series: 'pipe',
    batch: 8,
    values,
    counts: { ...COUNTS, ...counts },
    ...more,
  })
  if (line.type !== 'samples') throw new Error('expected samples')
  return line
}

describe('the evidence of a block of messages', () => {
  it('agrees where every byte was compared and right, on one core, with a switch for each message', () => {
    expect(contradiction(samples({}), EXPECTED)).toBeNull()
  })

  it.each<[string, Record<string, number>, string]>([
    ['a byte was wrong', { wrongBytes: 1 }, 'received 1 wrong bytes of 40000'],
    ['not all was compared', { bytesChecked: 39_999 }, 'compared 39999 bytes of the 40000 that were received'],
    ['a side ran on another core', { movementsOnOneCore: 3 }, 'had its sides on two cores 1 times'],
    ['nobody switched', { latencySwitches: 3 }, 'passed 16 messages on one core with 3 context switches only'],
    [
      'the kernel saw fewer bytes',
      { copiedBySystemCalls: 60_000 },
      'sent 40000 bytes, of which the kernel saw 30000 only',
    ],
  ])('contradicts the figure where %s', (_, counts, reason) => {
    expect(contradiction(samples(counts), EXPECTED)).toBe(reason)
  })

  it('wants two cores where two were asked for', () => {
    const apart: Expected = { ...EXPECTED, placement: 'other-core' }
    expect(contradiction(samples({ movementsOnOneCore: 0, latencySwitches: 0 }), apart)).toBeNull()
    expect(contradiction(samples({ movementsOnOneCore: 1 }), apart)).toBe('had both sides on one core 1 times')
  })

  it('lets the scheduler do as it likes where placement is free', () => {
    const free: Expected = { ...EXPECTED, placement: 'free' }
    expect(contradiction(samples({ movementsOnOneCore: 2, latencySwitches: 0 }), free)).toBeNull()
  })

  it('concludes nothing from bytes that the kernel does not count', () => {
    const { copiedBySystemCalls: _, ...counts } = COUNTS
    expect(contradiction({ ...samples({}), counts }, EXPECTED)).toBeNull()
  })

  it('does not believe in shared memory that the kernel copied', () => {
    const large: Expected = { ...EXPECTED, bytes: 100_000 }
    const shared = { series: 'shared-mapping' }
    const counts = { bytesChecked: 4_000_000 }
    expect(contradiction(samples({ ...counts, copiedBySystemCalls: 900 }, shared), large)).toBeNull()
    expect(contradiction(samples({ ...counts, copiedBySystemCalls: 8_000_000 }, shared), large)).toMatch(
      /kernel copied/,
    )
  })
})
