import { describe, expect, it } from 'vitest'
import type { ProbeSamples } from '../../../contract/probe.ts'
import type { Observation } from '../../../contract/run.ts'
import { ProbeFailure } from '../../probes/probe.ts'
import { Recordings } from './recording.ts'

const MS = 1e6
type Timeline = NonNullable<ProbeSamples['timeline']>

/** Worker 0 on core 0 and worker 1 on core 1, each for that long from the release. */
const together = (ns: number): Timeline => ({
  source: 'kernel',
  ...{ task: [0, 1], core: [0, 1], from: [0, 0], to: [ns, ns], end: [2, 2] },
})
const NOBODY: Timeline = { source: 'kernel', task: [], core: [], from: [], to: [], end: [] }

/** 20 ms of processor time in 10 ms, recorded from end to end. */
const repetition = (more: Partial<ProbeSamples> = {}): ProbeSamples => ({
  type: 'samples',
  series: 'all-cores-recorded',
  batch: 1,
  values: { elapsed: [10 * MS], processor: [20 * MS] },
  overhead: {},
  counts: {},
  timeline: together(10 * MS),
  ...more,
})

/** What is told of five repetitions, the last of these again and again. */
async function record(...given: ProbeSamples[]): Promise<{ facts: Observation['facts']; recordings: Recordings }> {
  const recordings = new Recordings(2)
  const answers = [...given]
  const block = (): Promise<ProbeSamples> => Promise.resolve(answers.shift() ?? given.at(-1) ?? repetition())
  const { facts } = await recordings.take({ id: 'all-cores', workers: 2, probe: { block } })
  return { facts, recordings }
}

describe('repetitions that were recorded', () => {
  it('give the share of the time in which two ran at once', async () => {
    const { facts, recordings } = await record(repetition())
    expect(facts).toMatchObject({ source: 'kernel', repetitions: 5, shareWithTwoOrMoreRunning: 1, mostAtOnce: 2 })
    expect(facts).not.toHaveProperty('reason')
    expect(recordings.of('all-cores', 2)).toMatchObject({ repetitions: 5, withOverlap: 5, impossible: 0 })
    expect(recordings.timelines(['all-cores'], 2)).toHaveLength(1)
  })

  it('may lack a little of the processor time, and have more: what a hypervisor took is in the slices alone', async () => {
    expect((await record(repetition({ timeline: together(8.6 * MS) }))).facts).not.toHaveProperty('incomplete')
    expect((await record(repetition({ timeline: together(14 * MS) }))).facts).not.toHaveProperty('incomplete')
  })
})

it('what workers saw themselves may lack more, since interrupts count as processor time and are not seen', async () => {
  const { facts } = await record(repetition({ timeline: { ...together(7 * MS), source: 'threads' } }))
  expect(facts).toMatchObject({ source: 'threads', repetitions: 5 })
})

describe('a repetition is not recorded', () => {
  it.each<[string, Partial<ProbeSamples>, RegExp]>([
    ['whose timeline is empty', { timeline: NOBODY }, /used 20\.0.ms of processor time, of which 0.ns were recorded/],
    ['whose slices cover a tenth', { timeline: together(1 * MS) }, /20\.0.ms .* of which 2\.00.ms were recorded/],
    ['that lost records', { counts: { lostRecords: 3 } }, /lost 3 of its records/],
    ['whose slices found no room', { counts: { droppedSlices: 1 } }, /lost 1 of its records/],
    ['without a timeline', { timeline: undefined }, /has no timeline/],
    ['that did other work', { counts: { wrongSums: 2 } }, /2 checksums/],
    ['on another core', { counts: { misplaced: 1 } }, /kept from/],
    [
      'that lost a worker',
      {
        counts: { lostWorkers: 1, lostToSignal: 9 },
        stopped: { call: 'a worker of the crew', errno: 'ECANCELED', message: 'cancelled', iteration: 0 },
        values: { elapsed: [], processor: [] },
      },
      /lost a worker.*signal 9/,
    ],
    ['with more processor time than there is', { values: { elapsed: [5 * MS], processor: [20 * MS] } }, /on 2 cores/],
  ])('%s', async (_, more, reason) => {
    const { facts, recordings } = await record(repetition(more))
    expect(facts).toMatchObject({ repetitions: 0, incomplete: 5, reason: expect.stringMatching(reason) })
    expect(facts).not.toHaveProperty('shareWithTwoOrMoreRunning')
    expect(recordings.of('all-cores', 2)).toBeNull()
    expect(recordings.timelines(['all-cores'], 2)).toEqual([])
  })

  it('and the others are', async () => {
    const { facts, recordings } = await record(repetition({ timeline: NOBODY }), repetition())
    expect(facts).toMatchObject({ repetitions: 4, incomplete: 1, reason: expect.stringContaining('recorded') })
    expect(facts).toMatchObject({ shareWithTwoOrMoreRunning: 1, leastShare: 1 })
    expect(recordings.of('all-cores', 2)).toMatchObject({ repetitions: 4, withOverlap: 4 })
  })
})

it('what the kernel refuses ends it', async () => {
  const stopped = { call: 'fork', errno: 'EAGAIN', message: 'again', iteration: 0 }
  await expect(record(repetition({ stopped }))).rejects.toThrow(ProbeFailure)
})
