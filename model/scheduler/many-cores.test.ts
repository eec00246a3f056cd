import { describe, expect, it } from 'vitest'
import { FREE } from './costs.ts'
import { parseWorkload } from './parse-workload.ts'
import { SLICE_WORK, type PolicyId, type Schedule, type SimulatedMachine } from './schedule.ts'
import { simulate } from './simulate.ts'

function run(text: string, machine: Partial<SimulatedMachine>, id: PolicyId = 'fifo'): Schedule {
  const parsed = parseWorkload(text)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors))
  return simulate(parsed.workload, { cores: 2, queues: 'one', costs: FREE, ...machine }, { id, settings: {}, seed: 1 })
}

/** What a core did from when to when, in milliseconds: `A 0–1`, `A switch 1–1.1`. */
function onCore(core: number, { slices, tasks }: Schedule): string[] {
  return Array.from({ length: slices.count }, (_, row) => row)
    .filter((row) => slices.core[row] === core)
    .map((row) => {
      const work = SLICE_WORK[slices.work[row] ?? 0]
      const what = [tasks[slices.task[row] ?? -1]?.name, ...(work === 'compute' ? [] : [work])].join(' ')
      return `${what} ${(slices.from[row] ?? 0) / 1e6}–${(slices.to[row] ?? 0) / 1e6}`
    })
}

describe('a queue for each core', () => {
  it('takes new tasks where it is shortest, and gives the longest of the others to an idle core', () => {
    // One runs on each core. E waits for core 1, D1 and D3 for core 0, D2 for core 2, which is free first.
    const schedule = run(
      `process p {
        thread X0 on 0 { compute 10 ms }
        thread X1 on 1 { compute 10 ms }
        thread X2 on 2 { compute 2 ms }
        thread E on 1,2 { compute 1 ms }
        thread D1 on 0,2 { compute 1 ms }
        thread D2 on 0,2 { compute 2 ms }
        thread D3 on 0,2 { compute 1 ms }
      }`,
      { cores: 3, queues: 'per-core' },
    )
    expect(onCore(2, schedule)).toEqual(['X2 0–2', 'D2 2–4', 'D1 4–5', 'D3 5–6', 'E 6–7'])
  })
})

describe('a task that becomes ready', () => {
  it.each(['one', 'per-core'] as const)('goes back to the core that it was on, with queues: %s', (queues) => {
    const text = 'process p { thread A { compute 1 ms }\nthread B { compute 2 ms; io 1 ms; compute 1 ms } }'
    const schedule = run(text, { queues })
    expect(onCore(1, schedule)).toEqual(['B 0–2', 'B 3–4'])
    expect(schedule.metrics.migrations).toBe(0)
  })

  it('takes the core of the task that has least right to it', () => {
    const text =
      'process p { thread A { compute 10 ms }\nthread B { compute 20 ms }\nthread N at 1 ms { compute 1 ms } }'
    expect(onCore(1, run(text, {}, 'stcf'))).toEqual(['B 0–1', 'N 1–2', 'B 2–21'])
  })

  it('makes the one that it displaces displace another, where it could not have done so itself', () => {
    const text =
      'process p { thread A { compute 10 ms }\nthread B { compute 20 ms }\nthread N at 1 ms on 0 { compute 1 ms } }'
    const schedule = run(text, {}, 'stcf')
    expect(onCore(0, schedule)).toEqual(['A 0–1', 'N 1–2', 'B 2–21'])
    expect(onCore(1, schedule)).toEqual(['B 0–1', 'A 1–10'])
  })
})

describe('what a machine charges', () => {
  it('is a migration, a switch and the working set for a task that comes back on another core', () => {
    const text = `process p {
      thread A set 10 KiB { compute 1 ms; io 1 ms; compute 1 ms }
      thread C on 1 { compute 0.5 ms }
      thread D at 1.2 ms on 0 { compute 5 ms }
    }`
    const costs = { ...FREE, migration: 100_000, switchWithinProcess: 10_000, refillPerKiB: 1000 }
    const schedule = run(text, { costs })
    expect(onCore(0, schedule)).toEqual(['A 0–1', 'D switch 1.2–1.21', 'D 1.21–6.21'])
    expect(onCore(1, schedule)).toEqual(['C 0–0.5', 'A migration 2–2.1', 'A switch 2.1–2.12', 'A 2.12–3.12'])
  })

  it('is nothing for a task that comes back to its core, where nobody else has been', () => {
    const costs = { ...FREE, migration: 100_000, switchWithinProcess: 10_000, refillPerKiB: 1000 }
    const text = 'process p { thread A set 10 KiB { compute 1 ms; io 1 ms; compute 1 ms } }'
    expect(onCore(0, run(text, { costs }))).toEqual(['A 0–1', 'A 2–3'])
  })

  it('is more for a task that is created in another process', () => {
    const text = `process p { thread A { spawn B; spawn C }
      thread B spawned { compute 1 ms } }
      process q { thread C spawned { compute 1 ms } }`
    const schedule = run(text, { cores: 3, costs: { ...FREE, spawnThread: 1e6, spawnProcess: 3e6 } })
    expect(onCore(0, schedule)).toEqual(['A spawn 0–1', 'A spawn 1–4'])
    expect(schedule.tasks.map(({ arrival }) => arrival)).toEqual([0, 1e6, 4e6])
  })
})

describe('what tasks wait for', () => {
  it('is a read–write lock in the order of asking, so that readers do not overtake a writer', () => {
    const text = `rwlock l
      process p {
        thread R { read-lock l; compute 4 ms; read-unlock l }
        thread W at 1 ms { write-lock l; compute 1 ms; write-unlock l }
        thread S at 2 ms { read-lock l; compute 1 ms; read-unlock l }
      }`
    const { tasks } = run(text, { cores: 3 })
    expect(tasks.map(({ finished }) => finished)).toEqual([4e6, 5e6, 6e6])
  })

  it('is the mutex as well, after a signal', () => {
    const text = `mutex m
      condition c
      process p {
        thread W { lock m; wait c m; compute 1 ms; unlock m }
        thread S at 1 ms { lock m; signal c; compute 2 ms; unlock m }
      }`
    expect(run(text, {}).tasks.map(({ finished }) => finished)).toEqual([4e6, 3e6])
  })
})

describe('a lottery', () => {
  it('is one among all tasks of a queue, whichever cores they may use', () => {
    const text = `process p {
      thread P on 1 { compute 20 s }
      thread A tickets 300 on 0 { compute 10 s }
      thread B tickets 100 { compute 10 s }
    }`
    const { slices, tasks } = run(text, { queues: 'per-core' }, 'lottery')
    const until = tasks[1]?.finished ?? 0
    let had = 0
    for (let row = 0; row < slices.count; row++)
      if (slices.task[row] === 2 && (slices.to[row] ?? 0) <= until)
        had += (slices.to[row] ?? 0) - (slices.from[row] ?? 0)
    // Some 1,333 draws of a quarter each: four standard deviations.
    expect(Math.abs(had / until - 0.25)).toBeLessThan(4 * Math.sqrt((0.25 * 0.75) / 1333))
  })
})
