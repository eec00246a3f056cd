import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FREE } from './costs.ts'
import { weightOf } from './policies/nice-weights.ts'
import type { PolicyId, Schedule } from './schedule.ts'
import { simulate } from './simulate.ts'
import type { Operation, TaskPlan, Workload } from './workload.ts'

const MS = 1e6
const SLICE = 3 * MS

type Sketch = Partial<TaskPlan> & { program: readonly Operation[] }

function workload(sketches: readonly Sketch[]): Workload {
  const tasks = sketches.map((sketch, at) => ({
    name: `t${at}`,
    process: 0,
    arrival: 0,
    nice: 0,
    tickets: 100,
    affinity: null,
    workingSetKiB: 0,
    ...sketch,
  }))
  return { processes: [{ name: 'p' }], tasks, mutexes: [], rwlocks: [], conditions: [], channels: [] }
}

const forever: readonly Operation[] = [{ do: 'compute', for: 1e14 }]

/** The first so many slices of tasks on one core. */
function run(
  id: PolicyId,
  sketches: readonly Sketch[],
  settings: Record<string, number>,
  mostSlices: number,
  seed = 1,
): Schedule {
  const machine = { cores: 1, queues: 'one', costs: FREE } as const
  return simulate(workload(sketches), machine, { id, settings, seed }, { mostSlices })
}

const share = ({ tasks, metrics }: Schedule, task: number): number => (tasks[task]?.computed ?? 0) / metrics.end

/** For each task, the furthest it ever is from what it would have had by its weight, to either side. */
function furthest({ slices, tasks }: Schedule, weights: readonly number[]): { owed: number; ahead: number } {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const served = tasks.map(() => 0)
  let owed = 0
  let ahead = 0
  for (let row = 0; row < slices.count; row++) {
    const to = slices.to[row] ?? 0
    const task = slices.task[row] ?? 0
    served[task] = (served[task] ?? 0) + to - (slices.from[row] ?? 0)
    weights.forEach((weight, index) => {
      const lag = (weight / total) * to - (served[index] ?? 0)
      owed = Math.max(owed, lag)
      ahead = Math.max(ahead, -lag)
    })
  }
  return { owed, ahead }
}

describe('earliest eligible virtual deadline first', () => {
  const settings = { slice: SLICE }

  it('shares the core by the weights of the nice values: 1024 to 335 for nice 0 and 5', () => {
    const schedule = run('eevdf', [{ program: forever }, { nice: 5, program: forever }], settings, 4000)
    expect(share(schedule, 0)).toBeCloseTo(1024 / (1024 + 335), 3)
    expect(share(schedule, 1)).toBeCloseTo(335 / (1024 + 335), 3)
  })

  it('begins with half a slice for each of two equal tasks, and takes turns of a slice from then on', () => {
    const { slices } = run('eevdf', [{ program: forever }, { program: forever }], settings, 6)
    expect([...slices.task]).toEqual([0, 1, 0, 1, 0, 1])
    expect([...slices.to]).toEqual([1.5, 3, 6, 9, 12, 15].map((time) => time * MS))
  })

  it('never lets a task that stays lag more than a slice behind its share, nor run more than a slice ahead', () => {
    const nices = fc.array(fc.integer({ min: -20, max: 19 }), { minLength: 2, maxLength: 8 })
    fc.assert(
      fc.property(nices, fc.integer({ min: 0, max: 1 }), (chosen, parity) => {
        const sketches = chosen.map((nice) => ({ nice, program: forever }))
        const { owed, ahead } = furthest(run('eevdf', sketches, { ...settings, parity }, 400), chosen.map(weightOf))
        // Stoica and Abdel-Wahab, theorem 1, with requests and quanta of one slice; a nanosecond for rounding.
        expect(owed).toBeLessThanOrEqual(SLICE + 1)
        expect(ahead).toBeLessThanOrEqual(SLICE + 1)
      }),
      { numRuns: 500 },
    )
  })

  it('lets a task that has slept have the core at the next choice, and take no more than its share for it', () => {
    const sleeper: readonly Operation[] = [
      {
        do: 'repeat',
        times: 1000,
        body: [
          { do: 'compute', for: MS },
          { do: 'io', for: 9 * MS },
        ],
      },
    ]
    const schedule = run('eevdf', [{ program: sleeper }, { program: forever }], settings, 1500)
    const [first] = schedule.tasks
    expect(first?.computed ?? 0).toBeLessThanOrEqual(schedule.metrics.end / 2)
    const turns = (first?.computed ?? 0) / MS
    expect((first?.waiting ?? 0) / turns).toBeLessThanOrEqual(SLICE)
  })
})

describe('lottery', () => {
  it.each([1, 2, 3, 4, 5])(
    'gives shares by tickets within four standard deviations of the binomial, seed %i',
    (seed) => {
      const quanta = 10_000
      const quantum = 1000
      const machine = { cores: 1, queues: 'one', costs: FREE } as const
      const bounded = [75, 25].map((tickets) => ({
        tickets,
        program: [{ do: 'compute', for: quanta * quantum }] as const,
      }))
      // Whoever finishes last has had the rest alone, so the shares are those up to the first finish.
      const schedule = simulate(workload(bounded), machine, { id: 'lottery', settings: { quantum }, seed })
      const first = Math.min(...schedule.tasks.map(({ finished }) => finished ?? Infinity))
      const drawn = first / quantum
      const deviation = Math.sqrt(drawn * 0.75 * 0.25)
      expect(Math.abs(quanta - 0.75 * drawn)).toBeLessThan(4 * deviation)
    },
  )

  it('draws otherwise with another seed', () => {
    const of = (seed: number) =>
      run('lottery', [{ program: forever }, { program: forever }], { quantum: 1000 }, 50, seed)
    expect([...of(1).slices.to]).not.toEqual([...of(2).slices.to])
  })
})

describe('stride', () => {
  it('gives shares by tickets to within one quantum of each task', () => {
    const tickets = [300, 200, 100]
    const schedule = run(
      'stride',
      tickets.map((held) => ({ tickets: held, program: forever })),
      { quantum: MS },
      3000,
    )
    const { owed, ahead } = furthest(schedule, tickets)
    expect(Math.max(owed, ahead)).toBeLessThanOrEqual(tickets.length * MS)
  })
})
