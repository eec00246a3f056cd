import { describe, expect, it } from 'vitest'
import { parseWorkload } from './parse-workload.ts'
import { demandOf, planForReal } from './real-plan.ts'
import type { Workload } from './workload.ts'

function workload(text: string): Workload {
  const parsed = parseWorkload(text)
  if (!parsed.ok) throw new Error(parsed.errors[0]?.message)
  return parsed.workload
}

const inProcess = (text: string): Workload => workload(`process p { ${text} }`)

function reason(text: string, cores = 1): string {
  const plan = planForReal(workload(text), cores)
  if (plan.ok) throw new Error('it can be run')
  return plan.reason
}

describe('a workload that can be run for real', () => {
  it('has its loops unrolled, and all cores where it names none', () => {
    const plan = planForReal(inProcess('thread a at 1 ms nice 3 { repeat 2 { compute 1 ms; io 2 ms } }'), 2)
    if (!plan.ok) throw new Error(plan.reason)
    expect(plan.tasks).toEqual([
      {
        name: 'a',
        arrival: 1e6,
        nice: 3,
        cores: [0, 1],
        operations: [
          { do: 'compute', for: 1e6 },
          { do: 'io', for: 2e6 },
          { do: 'compute', for: 1e6 },
          { do: 'io', for: 2e6 },
        ],
      },
    ])
    expect(plan.tasks.map(demandOf)).toEqual([{ compute: 2e6, io: 4e6 }])
  })

  it('keeps a thread to those of its cores that the run has', () => {
    const plan = planForReal(inProcess('thread a on 0,2 { compute 1 ms }'), 2)
    expect(plan.ok && plan.tasks[0]?.cores).toEqual([0])
  })
})

describe('a workload that cannot', () => {
  it.each([
    ['mutex m\nprocess p { thread a { lock m; compute 1 ms; unlock m } }', 'a has lock'],
    ['process p { thread a { compute 1 ms; spawn b }\nthread b spawned { compute 1 ms } }', 'a has spawn'],
    ['process p { thread a { repeat 2 { yield } } }', 'a has yield'],
    ['process p { thread a ×65 { compute 1 ms } }', 'It has 65 threads; 64 are allowed.'],
    ['process p { thread a { repeat 5000 { compute 1 us } } }', 'It has 5000 operations with its loops unrolled'],
    ['process p { thread a { compute 31 s } }', 'It may take 31 s by its own demands'],
    ['process p { thread a at 20 s { io 11 s } }', 'It may take 31 s by its own demands'],
    ['process p { thread a on 3 { compute 1 ms } }', 'a may run on core 3 only, and the run has core 0.'],
  ])('%s', (text, words) => {
    expect(reason(text)).toContain(words)
  })
})
