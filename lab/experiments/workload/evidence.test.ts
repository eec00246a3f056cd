import { describe, expect, it } from 'vitest'
import type { ProbeSamples } from '../../../contract/probe.ts'
import type { RealTask } from '../../../model/scheduler/real-plan.ts'
import { contradiction, timeLostToOthers } from './evidence.ts'

const task = (name: string, cores = [0]): RealTask => ({
  ...{ name, arrival: 0, nice: 0, cores },
  operations: [{ do: 'compute', for: 4e6 }],
})
const TASKS = [task('a'), task('b')]

type Timeline = NonNullable<ProbeSamples['timeline']>

/** a, b, a on core 3, one after the other without a gap. */
const TURNS: Timeline = {
  source: 'kernel',
  task: [0, 1, 0],
  core: [3, 3, 3],
  from: [0, 2e6, 6e6],
  to: [2e6, 6e6, 8e6],
  end: [0, 2, 2],
}

function samples(more: Partial<ProbeSamples> = {}): ProbeSamples {
  return {
    type: 'samples',
    series: 'threads',
    batch: 1,
    values: { computed: [4e6, 4e6], recorded: [4e6, 4e6] },
    overhead: {},
    counts: { lostRecords: 0, droppedSlices: 0, overlookedStays: 0 },
    timeline: TURNS,
    ...more,
  }
}

const verdict = (more: Partial<ProbeSamples>): string | null => contradiction(samples(more), TASKS, [3])

describe('the evidence of a repetition', () => {
  it('agrees where every thread used its time on its core, one after the other', () => {
    expect(verdict({})).toBeNull()
  })

  it('agrees where a hypervisor took some of the time on a core', () => {
    expect(verdict({ values: { computed: [4e6, 4e6], recorded: [9e6, 4e6] } })).toBeNull()
  })

  it.each<[string, Partial<ProbeSamples>, string]>([
    ['less processor time than asked for', { values: { computed: [4e6, 3e6], recorded: [4e6, 4e6] } }, 'in b'],
    [
      'time that was not recorded',
      { values: { computed: [4e6, 4e6], recorded: [2e6, 4e6] } },
      'the kernel recorded 2000000 ns',
    ],
    ['a core that it is kept from', { timeline: { ...TURNS, core: [3, 2, 3] } }, 'had b on core 2'],
    ['two threads at once', { timeline: { ...TURNS, from: [0, 1e6, 6e6] } }, 'two threads on core 3 at the same time'],
  ])('is contradicted by %s', (_, more, words) => {
    expect(verdict(more)).toContain(words)
  })

  it('says nothing about records where some were lost, or where the threads saw themselves', () => {
    const values = { computed: [4e6, 4e6], recorded: [2e6, 4e6] }
    expect(verdict({ values, counts: { lostRecords: 1 } })).toBeNull()
    expect(verdict({ values: { computed: [4e6, 4e6] }, timeline: { ...TURNS, source: 'threads' } })).toBeNull()
  })
})

describe('time lost to others', () => {
  it('is none where a thread of the workload had the core', () => {
    expect(timeLostToOthers(TURNS, 2)).toEqual([0, 0])
  })

  it('is what nobody of the workload had of the core after a preemption', () => {
    expect(timeLostToOthers({ ...TURNS, to: [2e6, 4e6, 8e6] }, 2)).toEqual([2e6, 0])
  })

  it('is not counted after a thread has gone to sleep, nor on a core that it has left', () => {
    expect(timeLostToOthers({ ...TURNS, to: [2e6, 4e6, 8e6], end: [1, 2, 2] }, 2)).toEqual([0, 0])
    expect(timeLostToOthers({ ...TURNS, to: [2e6, 4e6, 8e6], core: [3, 3, 2] }, 2)).toEqual([0, 0])
  })
})
