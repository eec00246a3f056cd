import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { affinityOf } from './affinity.ts'
import { FREE } from './costs.ts'
import { Engine } from './engine.ts'
import { layFlat } from './instructions.ts'
import { parseWorkload } from './parse-workload.ts'
import { EarliestEligibleVirtualDeadlineFirst } from './policies/eevdf.ts'
import { randomWorkload } from './random-workload.ts'
import type { PolicyId, Schedule } from './schedule.ts'
import { simulate } from './simulate.ts'
import { Task } from './task.ts'
import type { Workload } from './workload.ts'

/*
 * On several cores a share by weight can be more than one core, which no task can use. Whoever has a core all the time
 * must not be owed more than that, or it has two cores' worth of right when others come.
 */

const MS = 1e6
const SLICE = 3 * MS

function run(id: PolicyId, text: string, settings: Record<string, number>, cores: number, mostSlices = 1e6): Schedule {
  const parsed = parseWorkload(`process p {\n${text}\n}`)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors))
  const machine = { cores, queues: 'one', costs: FREE } as const
  return simulate(parsed.workload, machine, { id, settings, seed: 1 }, { mostSlices })
}

/** How many cores each task had in the mean from one time to another. */
function cores({ slices, tasks }: Schedule, from: number, to: number): number[] {
  const had = tasks.map(() => 0)
  for (let row = 0; row < slices.count; row++) {
    const task = slices.task[row] ?? 0
    const within = Math.min(to, slices.to[row] ?? 0) - Math.max(from, slices.from[row] ?? 0)
    had[task] = (had[task] ?? 0) + Math.max(0, within) / (to - from)
  }
  return had
}

function expectShares(had: readonly number[], due: readonly number[]): void {
  due.forEach((share, task) => {
    expect(Math.abs((had[task] ?? 0) - share)).toBeLessThan(0.01)
  })
}

describe.each([
  ['eevdf', { slice: SLICE }, ['nice 0', 'nice 5', 'nice 0'], [1024, 335, 1024]],
  ['stride', { quantum: 10 * MS }, ['tickets 100', 'tickets 10', 'tickets 100'], [100, 10, 100]],
] as const)('with several cores and one queue, %s', (id, settings, attributes, weights) => {
  it('lets nobody starve when a third task comes to two that had a core each', () => {
    const [heavy, light, late] = attributes
    const text = `thread heavy ${heavy} { compute 30 s }
      thread light ${light} { compute 20 s }
      thread late at 10 s ${late} { compute 5 s }`
    const total = weights.reduce((sum, weight) => sum + weight, 0)
    const had = cores(run(id, text, settings, 2), 10e9, 15e9)
    expectShares(
      had,
      weights.map((weight) => (2 * weight) / total),
    )
  })

  it('lets a newcomer have its share beside one that had a core of its own while others waited for another', () => {
    const text = `thread A ×3 on 0 { compute 30 s }
      thread alone on 1 { compute 30 s }
      thread late at 10 s on 1 { compute 5 s }`
    const had = cores(run(id, text, settings, 2), 10e9, 11e9)
    expect(had[3]).toBeGreaterThan(0.3)
    expect(had[4]).toBeGreaterThan(0.3)
  })
})

it.each([
  ['eevdf', { slice: SLICE }, ['nice -20', 'nice 0', 'nice 5'], 1024, 335],
  ['stride', { quantum: 10 * MS }, ['tickets 5000', 'tickets 20', 'tickets 10'], 20, 10],
] as const)('%s gives one core to who is due more, and shares the rest by weight', (id, settings, attributes, b, c) => {
  for (const heavies of [1, 3]) {
    const text = attributes.map(
      (attribute, at) => `thread ${'abc'[at]} ${at === 0 ? `×${heavies}` : ''} ${attribute} { compute 1000 s }`,
    )
    const had = cores(run(id, text.join('\n'), settings, heavies + 1, 50_000), 0, 20e9)
    expectShares(had, [...Array.from({ length: heavies }, () => 1), b / (b + c), c / (b + c)])
  }
})

/** The furthest that any task that waits or runs is from its share whenever a choice is made, to either side. */
function furthest(workload: Workload, cores: number, queues: 'one' | 'per-core'): number {
  let most = 0
  const affinity = affinityOf(workload.tasks, cores)
  const tasks = workload.tasks.map((plan, index) => {
    const number = affinity.classOf[index] ?? 0
    return new Task(index, plan, layFlat(plan.program), number, affinity.allowed[number] ?? new Uint8Array(cores))
  })
  class Watched extends EarliestEligibleVirtualDeadlineFirst {
    override take(task: Task, now: number): void {
      for (const other of tasks) {
        const present = other.state === 'runnable' || other.state === 'running'
        if (present && other.queue === task.queue) most = Math.max(most, Math.abs(this.lagOf(other)))
      }
      super.take(task, now)
    }
  }
  const setting = (name: string): number => (name === 'slice' ? SLICE : 1)
  const policy = new Watched({ tasks, affinity, queues: queues === 'one' ? 1 : cores, setting, seed: 1 })
  const machine = { cores, queues, costs: FREE } as const
  const options = { mostSlices: 1e6, mostOperations: 1e7, decisions: 0, witness: null }
  expect(new Engine(workload, machine, tasks, affinity, policy, options).run()).toBe('over')
  return most
}

describe('the lag of eevdf', () => {
  it.each(['one', 'per-core'] as const)('stays within two slices on 1 to 4 cores, queues: %s', (queues) => {
    const worst = [1, 2, 3, 4].map((count) => {
      let most = 0
      for (let seed = 1; seed <= 500; seed++) most = Math.max(most, furthest(randomWorkload(seed), count, queues))
      return most
    })
    expect(Math.max(...worst)).toBeLessThanOrEqual(2 * SLICE)
  })

  it('stays bounded whatever the weights and the cores that tasks may use', () => {
    const nices = fc.array(fc.integer({ min: -20, max: 19 }), { minLength: 8, maxLength: 8 })
    const pins = fc.array(fc.option(fc.uniqueArray(fc.integer({ min: 0, max: 3 }), { minLength: 1 }), { freq: 2 }), {
      minLength: 8,
      maxLength: 8,
    })
    const machine = [fc.integer({ min: 1, max: 4 }), fc.constantFrom('one' as const, 'per-core' as const)] as const
    fc.assert(
      fc.property(fc.nat(), nices, pins, ...machine, (seed, nice, affinity, count, queues) => {
        const drawn = randomWorkload(seed)
        const tasks = drawn.tasks.map((plan, at) => ({
          ...plan,
          nice: nice[at] ?? 0,
          affinity: affinity[at] ?? null,
        }))
        // Whoever else there is, those included who left so, is two slices ahead at most: nobody is owed more than all that.
        const others = Math.max(1, tasks.length - 1)
        expect(furthest({ ...drawn, tasks }, count, queues)).toBeLessThanOrEqual(2 * SLICE * others)
      }),
      { numRuns: 2000 },
    )
  })
})
