import { describe, expect, it } from 'vitest'
import type { ProbeSamples } from '../../../contract/probe.ts'
import { contradiction } from './evidence.ts'

const CONTEST = { nice: [0, 5], periodNs: 1e9 }
type Timeline = NonNullable<ProbeSamples['timeline']>

/** A, B, A on core 3, one after the other without a gap. */
const TURNS: Timeline = {
  source: 'kernel',
  task: [0, 1, 0],
  core: [3, 3, 3],
  from: [0, 500e6, 750e6],
  to: [500e6, 750e6, 1000e6],
  end: [0, 0, 2],
}

function samples(more: Partial<ProbeSamples> = {}): ProbeSamples {
  return {
    type: 'samples',
    series: 'recorded',
    batch: 1,
    values: { cpu: [750e6, 250e6], counted: [750e6, 250e6], recorded: [750e6, 250e6] },
    overhead: {},
    counts: { wrongNice: 0, lostRecords: 0, droppedSlices: 0, overlookedStays: 0 },
    timeline: TURNS,
    ...more,
  }
}

const verdict = (more: Partial<ProbeSamples>): string | null => contradiction(samples(more), CONTEST, 3)

describe('the evidence of a contest', () => {
  it('agrees where all accounts say the same, also without records and without an account', () => {
    expect(verdict({})).toBeNull()
    const { timeline: _, ...timed } = samples()
    expect(contradiction({ ...timed, values: { cpu: [750e6, 250e6] } }, CONTEST, 3)).toBeNull()
  })

  it('agrees where others had some of the core', () => {
    expect(verdict({ values: { cpu: [300e6, 100e6], counted: [300e6, 100e6], recorded: [310e6, 101e6] } })).toBeNull()
  })

  it.each<[string, Partial<ProbeSamples>, RegExp]>([
    ['another nice value', { counts: { wrongNice: 1 } }, /ran 1 of the threads with another nice value/],
    ['more than a core has', { values: { cpu: [750e6, 450e6] } }, /used 1\.20.s .* within 1\.00.s, which one core/],
    ['the kernel’s account', { values: { cpu: [750e6, 250e6], counted: [750e6, 200e6] } }, /250.ms in B by its own/],
    [
      'records that miss some of it',
      { values: { cpu: [750e6, 250e6], recorded: [750e6, 200e6] } },
      /in B, of which the kernel recorded 200/,
    ],
    ['another core', { timeline: { ...TURNS, core: [3, 2, 3] } }, /a thread on core 2/],
    ['two threads at once', { timeline: { ...TURNS, from: [0, 400e6, 750e6] } }, /two threads on core 3/],
  ])('is contradicted by %s', (_, more, words) => {
    expect(verdict(more)).toMatch(words)
  })

  it('says nothing about records of which some were lost', () => {
    const values = { cpu: [750e6, 250e6], recorded: [100e6, 10e6] }
    expect(verdict({ values, counts: { lostRecords: 2 } })).toBeNull()
  })
})
