import { describe, expect, it } from 'vitest'
import type { ProbeSamples } from '../../../contract/probe.ts'
import { contradiction, mustOverlap, type Expected, type Recorded } from './evidence.ts'

const samples = (elapsed: number, processor: number, counts: Record<string, number> = {}): ProbeSamples => ({
  type: 'samples',
  series: 'all-cores',
  batch: 1,
  values: { elapsed: [elapsed], processor: [processor] },
  overhead: {},
  counts,
})
const MS = 1e6
const oneCore: Expected = { placement: 'one-core', workers: 2, cores: 2 }
const allCores: Expected = { placement: 'all-cores', workers: 2, cores: 2 }
const recorded = (withOverlap: number, impossible = 0): Recorded => ({
  ...{ byKernel: true, repetitions: 5, withOverlap, impossible },
})

describe('the evidence agrees', () => {
  it('with turns on one core, and with work at the same time on two', () => {
    expect(contradiction(samples(20 * MS, 20 * MS), oneCore, recorded(0))).toBeNull()
    expect(contradiction(samples(10 * MS, 20 * MS), allCores, recorded(5))).toBeNull()
  })

  it('with workers that found only one core free while they were recorded: that is slow, and no contradiction', () => {
    expect(contradiction(samples(21 * MS, 20 * MS), allCores, recorded(0))).toBeNull()
    expect(contradiction(samples(10 * MS, 20 * MS), allCores, recorded(0))).toBeNull()
  })
})

it('more processor time than passed takes two at once', () => {
  expect(mustOverlap(10 * MS, 20 * MS, 2)).toBe(true)
  expect(mustOverlap(20 * MS, 20 * MS, 2)).toBe(false)
})

describe('figures are withheld', () => {
  it.each([
    [
      'a worker was lost',
      samples(1, 1, { lostWorkers: 1, lostToSignal: 9 }),
      allCores,
      null,
      /lost a worker.*signal 9/,
    ],
    ['steps were left out', samples(1, 1, { wrongSums: 2 }), allCores, null, /2 checksums/],
    ['a worker ran elsewhere', samples(1, 1, { misplaced: 1 }), oneCore, null, /kept from/],
    ['one core gave more than it has', samples(10 * MS, 20 * MS), oneCore, null, /20.0.ms.*10.0.ms on one core/],
    ['two cores did', samples(10 * MS, 30 * MS), allCores, null, /on 2 cores/],
    ['two ran at once on one core', samples(20 * MS, 20 * MS), oneCore, recorded(1), /in 1 of 5 repetitions/],
    [
      'none ran at once, by the records alone',
      samples(10 * MS, 20 * MS),
      allCores,
      recorded(4, 1),
      /in 1 of 5 recorded/,
    ],
  ])('where %s', (_, given, expected, records, reason) => {
    expect(contradiction(given, expected, records)).toMatch(reason)
  })
})
