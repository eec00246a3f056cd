import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FREE } from '../costs.ts'
import { parseWorkload } from '../parse-workload.ts'
import type { Schedule } from '../schedule.ts'
import { simulate } from '../simulate.ts'
import type { Workload } from '../workload.ts'

const K = 1000
const SECOND = 1e9

interface Rules {
  levels: number
  quantum: number
  growth: number
  allotment: number
  boost: number
}

/** A task in ticks of a thousand nanoseconds: bursts of computing with a wait for a device between two of them. */
interface Plan {
  arrival: number
  bursts: readonly number[]
  waits: readonly number[]
}

function workloadOf(plans: readonly Plan[]): Workload {
  const threads = plans.map(({ arrival, bursts, waits }, at) => {
    const operations = bursts.flatMap((burst, i) => [
      ...(i > 0 ? [`io ${waits[i - 1] ?? 1} us`] : []),
      `compute ${burst} us`,
    ])
    return `thread t${at} at ${arrival} us { ${operations.join('; ')} }`
  })
  const parsed = parseWorkload(`process p {\n${threads.join('\n')}\n}`)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors))
  return parsed.workload
}

/** Who has the core in each tick, one letter each; a dash where nobody has. */
function line({ slices, metrics }: Schedule): string {
  const ticks = Array.from({ length: metrics.end / K }, () => '-')
  for (let row = 0; row < slices.count; row++)
    ticks.fill(String(slices.task[row]), (slices.from[row] ?? 0) / K, (slices.to[row] ?? 0) / K)
  return ticks.join('')
}

/** The same rules tick by tick, as naively as they can be written. */
function tickByTick(plans: readonly Plan[], rules: Rules): string {
  const quantumOf = (level: number): number => rules.quantum * rules.growth ** level
  const tasks = plans.map((plan, at) => ({
    ...plan,
    name: String(at),
    burst: 0,
    left: plan.bursts[0] ?? 0,
    wake: plan.arrival,
    promised: at,
    level: 0,
    used: 0,
    turn: 0,
  }))
  type Ticking = (typeof tasks)[number]
  const asleep = new Set(tasks)
  let queues: Ticking[][] = Array.from({ length: rules.levels }, () => [])
  let running: Ticking | null = null
  let slice = 0
  let promises = tasks.length
  let ticks = ''
  const sink = (task: Ticking): boolean => {
    if (task.level === rules.levels - 1 || task.used < quantumOf(task.level) * rules.allotment) return false
    Object.assign(task, { level: task.level + 1, used: 0, turn: 0 })
    return true
  }
  for (let now = 0; asleep.size > 0 || running !== null || queues.some(({ length }) => length > 0); now++) {
    const sunk = running !== null && sink(running)
    if (rules.boost > 0 && now > 0 && now % rules.boost === 0) {
      const waiting = queues.flat()
      queues = queues.map((_, level) => (level === 0 ? waiting : []))
      for (const task of tasks) Object.assign(task, { level: 0, used: 0, turn: 0 })
      slice = Math.min(slice, rules.quantum)
    }
    const woken = [...asleep].filter(({ wake }) => wake === now).sort((one, other) => one.promised - other.promised)
    for (const task of woken) {
      asleep.delete(task)
      task.turn = 0
      queues[task.level]?.push(task)
    }
    if (running !== null && running.left === 0) {
      const wait = running.waits[running.burst]
      running.burst++
      running.left = running.bursts[running.burst] ?? 0
      if (running.left > 0 && wait !== undefined) {
        running.wake = now + wait
        running.promised = promises++
        asleep.add(running)
      }
      running = null
    } else if (running !== null && (sunk || slice === 0)) {
      running.turn = 0
      queues[running.level]?.push(running)
      running = null
    } else if (running !== null && queues.slice(0, running.level).some(({ length }) => length > 0)) {
      queues[running.level]?.unshift(running)
      running = null
    }
    if (running === null) {
      running = queues.find(({ length }) => length > 0)?.shift() ?? null
      if (running !== null) {
        const { level, turn, used } = running
        const ofQuantum = quantumOf(level) - turn
        slice = level === rules.levels - 1 ? ofQuantum : Math.min(ofQuantum, quantumOf(level) * rules.allotment - used)
      }
    }
    if (running !== null) {
      running.left--
      running.used++
      running.turn++
      slice--
    }
    ticks += running?.name ?? '-'
  }
  return ticks.replace(/-+$/, '')
}

const plan: fc.Arbitrary<Plan> = fc.record({
  arrival: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 40 })),
  bursts: fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 4 }),
  waits: fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 3, maxLength: 3 }),
})

const rule: fc.Arbitrary<Rules> = fc.record({
  levels: fc.integer({ min: 1, max: 4 }),
  quantum: fc.integer({ min: 1, max: 4 }),
  growth: fc.integer({ min: 1, max: 4 }),
  allotment: fc.integer({ min: 1, max: 3 }),
  boost: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 40 })),
})

describe('a boost', () => {
  it('ends the long slice of a task that had sunk after a quantum of the highest level (OSTEP 8.3, rule 5)', () => {
    const plans = [1, 2].map(() => ({ arrival: 0, bursts: [20_000_000], waits: [] }))
    const settings = { levels: 3, quantum: 0.1 * SECOND, growth: 10, allotment: 1, boost: 3 * SECOND }
    const machine = { cores: 1, queues: 'one', costs: FREE } as const
    const { slices } = simulate(workloadOf(plans), machine, { id: 'mlfq', settings, seed: 1 })
    const starts = Array.from({ length: 7 }, (_, row) => [slices.task[row], (slices.from[row] ?? 0) / SECOND])
    // Two quanta of 0.1 s and two of 1 s; the first of 10 s is cut short.
    expect(starts.slice(0, 6)).toEqual([
      [0, 0],
      [1, 0.1],
      [0, 0.2],
      [1, 1.2],
      [0, 2.2],
      [1, 3.1],
    ])
  })

  it('does not give the core to one task for good where boosts come quicker than quanta end', () => {
    const plans = [1, 2].map(() => ({ arrival: 0, bursts: [40], waits: [] }))
    const settings = { levels: 2, quantum: 10 * K, growth: 1, allotment: 1, boost: 3 * K }
    const machine = { cores: 1, queues: 'one', costs: FREE } as const
    const schedule = simulate(workloadOf(plans), machine, { id: 'mlfq', settings, seed: 1 })
    expect(line(schedule).slice(0, 20)).toBe('0'.repeat(10) + '1'.repeat(10))
  })
})

it('goes as the rules of the book do when they are followed tick by tick', () => {
  const machine = { cores: 1, queues: 'one', costs: FREE } as const
  fc.assert(
    fc.property(fc.array(plan, { minLength: 2, maxLength: 5 }), rule, (plans, rules) => {
      const settings = { ...rules, quantum: rules.quantum * K, boost: rules.boost * K }
      const schedule = simulate(workloadOf(plans), machine, { id: 'mlfq', settings, seed: 1 })
      expect(line(schedule)).toBe(tickByTick(plans, rules))
    }),
    { numRuns: 400 },
  )
})
