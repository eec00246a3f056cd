import { describe, expect, it } from 'vitest'
import { ProbeLine, type ProbeSamples } from '../../../contract/probe.ts'
import { SAMPLES } from '../../probes/fixture-probe.ts'
import { DEMONSTRATIONS } from './demonstrations.ts'
import { contradiction } from './evidence.ts'

const ACTORS = 4

/** What three repetitions with four actors have to come to. */
const honest: Record<string, Record<string, number>> = {
  'thread-faults': { endedBySegv: 3, exitedNormally: 0, survivors: 0, ended: 12, neighbourCorrupted: 0, corrupted: 0 },
  'process-faults': { endedBySegv: 3, exitedNormally: 9, survivors: 9, ended: 3, neighbourCorrupted: 0, corrupted: 0 },
  'thread-overwrites': {
    endedBySegv: 0,
    exitedNormally: 3,
    survivors: 12,
    ended: 0,
    neighbourCorrupted: 3,
    corrupted: 3,
  },
  'process-overwrites': {
    endedBySegv: 0,
    exitedNormally: 12,
    survivors: 12,
    ended: 0,
    neighbourCorrupted: 0,
    corrupted: 0,
  },
  'process-overwrites-shared': {
    ...{ endedBySegv: 0, exitedNormally: 12, survivors: 12, ended: 0, neighbourCorrupted: 3, corrupted: 3 },
  },
}

function samples(counts: Record<string, number>, more: object = {}): ProbeSamples {
  const values = { told: [5, 6, 7], repetition: [10, 11, 12] }
  const all = { repetitions: 3, actorsBefore: 12, leftBehind: 0, ...counts }
  const line = ProbeLine.parse({ ...SAMPLES, values, counts: all, ...more })
  if (line.type !== 'samples') throw new Error('expected samples')
  return line
}

describe.each(DEMONSTRATIONS.map((one) => ({ id: one.id, one })))('the evidence of $id', ({ id, one }) => {
  const own = honest[id] ?? {}

  it('agrees where every repetition had the same outcome', () => {
    expect(contradiction(samples(own), one, ACTORS)).toBeNull()
  })

  it('withholds the figures where any single count is another', () => {
    for (const name of [...Object.keys(own), 'repetitions', 'actorsBefore', 'leftBehind']) {
      const counted = { ...samples(own).counts }
      expect(contradiction(samples({ ...counted, [name]: (counted[name] ?? 0) + 1 }), one, ACTORS)).toContain('counted')
    }
  })

  it('withholds them where nothing was counted', () => {
    expect(contradiction(samples({}, { counts: {} }), one, ACTORS)).toContain('counted no repetitions')
  })

  it('agrees with an empty block that a limit stopped', () => {
    const stopped = { call: 'fork', errno: 'EAGAIN', message: 'no more', iteration: 0 }
    const counts = Object.fromEntries(Object.keys(samples(own).counts).map((name) => [name, 0]))
    const empty = samples({}, { values: { told: [], repetition: [] }, counts, stopped })
    expect(contradiction(empty, one, ACTORS)).toBeNull()
  })
})

it('says what was counted, and what should have been', () => {
  const [threadFaults] = DEMONSTRATIONS
  if (!threadFaults) throw new Error('no demonstration')
  expect(contradiction(samples({ ...honest['thread-faults'], survivors: 2, ended: 10 }), threadFaults, ACTORS)).toBe(
    'counted 2 survivors in 3 repetitions with 4 actors, not 0',
  )
})
