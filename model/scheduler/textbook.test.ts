import { describe, expect, it } from 'vitest'
import { FREE } from './costs.ts'
import { SLICE_ENDS, SLICE_WORK, type PolicyId, type Schedule, type SimulatedMachine } from './schedule.ts'
import { simulate } from './simulate.ts'
import type { Operation, TaskPlan, Workload } from './workload.ts'

const ONE_CORE: SimulatedMachine = { cores: 1, queues: 'one', costs: FREE }

type Sketch = Partial<TaskPlan> & { name: string; program: readonly Operation[] }

const compute = (time: number): Operation => ({ do: 'compute', for: time })
const io = (time: number): Operation => ({ do: 'io', for: time })

function workload(...sketches: Sketch[]): Workload {
  const tasks = sketches.map((sketch) => ({
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

/** The tests think in thousands of nanoseconds, since a quantum is at least one. */
function run(id: PolicyId, load: Workload, settings: Record<string, number> = {}, machine = ONE_CORE): Schedule {
  return simulate(load, machine, { id, settings, seed: 1 }, { decisions: 100 })
}

/** `A 0–10 quantum` for each slice. */
function story({ slices, tasks }: Schedule): string[] {
  return Array.from({ length: slices.count }, (_, row) => {
    const work = SLICE_WORK[slices.work[row] ?? 0]
    const name = `${tasks[slices.task[row] ?? -1]?.name}${work === 'compute' ? '' : ` ${work}`}`
    return `${name} ${slices.from[row]}–${slices.to[row]} ${SLICE_ENDS[slices.end[row] ?? 0]}`
  })
}

/** Who ran, one letter for each thousand nanoseconds; a dash where the core was idle. */
function letters({ slices, tasks, metrics }: Schedule): string {
  const line = Array.from({ length: metrics.end / 1000 }, () => '-')
  for (let row = 0; row < slices.count; row++) {
    const name = tasks[slices.task[row] ?? -1]?.name ?? '?'
    line.fill(name, (slices.from[row] ?? 0) / 1000, (slices.to[row] ?? 0) / 1000)
  }
  return line.join('')
}

const K = 1000

describe('first in, first out', () => {
  it('lets short tasks wait behind a long one: mean turnaround 110 (OSTEP 7.3)', () => {
    const convoy = workload(
      { name: 'A', program: [compute(100)] },
      { name: 'B', program: [compute(10)] },
      { name: 'C', program: [compute(10)] },
    )
    const schedule = run('fifo', convoy)
    expect(story(schedule)).toEqual(['A 0–100 exit', 'B 100–110 exit', 'C 110–120 exit'])
    expect(schedule.metrics).toMatchObject({ turnaround: 110, response: 70, waiting: 70, end: 120, utilisation: 1 })
    // Of their time A, B and C did not have to wait for all, 1/11 and 1/12.
    const [sum, squares] = [1 + 1 / 11 + 1 / 12, 1 + 1 / 121 + 1 / 144]
    expect(schedule.metrics.fairness).toBeCloseTo(sum ** 2 / (3 * squares), 12)
    expect(schedule.ended).toEqual({ how: 'finished', sentence: 'All tasks have finished.' })
  })

  it('has a mean turnaround of 20 where all are equal (OSTEP 7.3)', () => {
    const names = ['A', 'B', 'C']
    expect(run('fifo', workload(...names.map((name) => ({ name, program: [compute(10)] })))).metrics.turnaround).toBe(
      20,
    )
  })

  it('counts the waiting of who has not had the core when it is cut off', () => {
    const load = workload(...['A', 'B', 'C'].map((name) => ({ name, program: [compute(10 * K)] })))
    const cut = simulate(load, ONE_CORE, { id: 'rr', settings: { quantum: K }, seed: 1 }, { mostSlices: 5 })
    expect(cut.ended.how).toBe('bound')
    for (const { waiting, computed } of cut.tasks) expect(waiting + computed).toBe(cut.metrics.end)
  })

  it.each([
    [1, '1 task had not finished.'],
    [2, '2 tasks had not finished.'],
  ])('says how many of %i had not finished when it is cut off', (count, words) => {
    const load = workload(
      ...['A', 'B'].slice(0, count).map((name) => ({ name, program: [compute(K), io(1), compute(K)] })),
    )
    const cut = simulate(load, ONE_CORE, { id: 'rr', settings: { quantum: K }, seed: 1 }, { mostSlices: 1 })
    expect(cut.ended.sentence).toContain(words)
  })

  it('computes while another waits for io, and puts it at the end afterwards', () => {
    const load = workload(
      { name: 'A', program: [compute(2), io(3), compute(1)] },
      { name: 'B', program: [compute(4)] },
      { name: 'C', program: [compute(4)] },
    )
    expect(story(run('fifo', load))).toEqual(['A 0–2 io', 'B 2–6 exit', 'C 6–10 exit', 'A 10–11 exit'])
  })
})

describe('shortest first', () => {
  const convoy = workload(
    { name: 'A', program: [compute(100)] },
    { name: 'B', program: [compute(10)] },
    { name: 'C', program: [compute(10)] },
  )
  const late = workload(
    { name: 'A', program: [compute(100)] },
    { name: 'B', arrival: 10, program: [compute(10)] },
    { name: 'C', arrival: 10, program: [compute(10)] },
  )

  it('brings the convoy down to a mean turnaround of 50 (OSTEP 7.4)', () => {
    expect(run('sjf', convoy).metrics.turnaround).toBe(50)
  })

  it('without preemption is late for those who come late: 103.33 (OSTEP 7.4)', () => {
    expect(run('sjf', late).metrics.turnaround).toBeCloseTo(310 / 3, 10)
  })

  it('with preemption has a mean turnaround of 50 and a response of 3.33 (OSTEP 7.5)', () => {
    const schedule = run('stcf', late)
    expect(story(schedule)).toEqual(['A 0–10 preempted', 'B 10–20 exit', 'C 20–30 exit', 'A 30–120 exit'])
    expect(schedule.metrics.turnaround).toBe(50)
    expect(schedule.metrics.response).toBeCloseTo(10 / 3, 10)
  })

  it('does not preempt for one that has as much left', () => {
    const equal = workload({ name: 'A', program: [compute(20)] }, { name: 'B', arrival: 10, program: [compute(10)] })
    expect(story(run('stcf', equal))).toEqual(['A 0–20 exit', 'B 20–30 exit'])
  })

  it('treats each burst between io as a job, so that A computes while B would have to wait (OSTEP 7.8)', () => {
    const load = workload(
      { name: 'A', program: [{ do: 'repeat', times: 5, body: [compute(10 * K), io(10 * K)] }] },
      { name: 'B', program: [compute(60 * K)] },
    )
    expect(letters(run('stcf', load))).toBe(('A'.repeat(10) + 'B'.repeat(10)).repeat(5) + 'B'.repeat(10))
  })

  it('gives the core away at a new burst that is longer than what another has left', () => {
    const load: Workload = {
      ...workload(
        { name: 'A', program: [compute(5), { do: 'lock', mutex: 0 }, compute(50), { do: 'unlock', mutex: 0 }] },
        { name: 'B', program: [compute(10)] },
      ),
      mutexes: ['m'],
    }
    expect(story(run('stcf', load))).toEqual(['A 0–5 preempted', 'B 5–15 exit', 'A 15–65 exit'])
    expect(story(run('sjf', load))).toEqual(['A 0–55 exit', 'B 55–65 exit'])
  })
})

describe('round robin', () => {
  const three = workload(...['A', 'B', 'C'].map((name) => ({ name, program: [compute(5 * K)] })))

  it('with a quantum of 1 and three jobs of 5 has a response of 1 and a turnaround of 14 (OSTEP 7.7)', () => {
    const schedule = run('rr', three, { quantum: K })
    expect(letters(schedule)).toBe('ABCABCABCABCABC')
    expect(schedule.metrics).toMatchObject({ response: K, turnaround: 14 * K, switches: 14 })
  })

  it('has a response of 5 where jobs run to their end (OSTEP 7.7)', () => {
    expect(run('sjf', three).metrics).toMatchObject({ response: 5 * K, turnaround: 10 * K })
  })

  it('puts who arrives at the end of a quantum in front of who had it', () => {
    const load = workload({ name: 'A', program: [compute(2 * K)] }, { name: 'B', arrival: K, program: [compute(K)] })
    expect(letters(run('rr', load, { quantum: K }))).toBe('ABA')
  })

  it('writes one slice for a task that goes on alone over many quanta', () => {
    const schedule = run('rr', workload({ name: 'A', program: [compute(50 * K)] }), { quantum: K })
    expect(story(schedule)).toEqual(['A 0–50000 exit'])
    expect(schedule.changes.count).toBe(2)
  })

  it('with costs pays for each switch between tasks, and for none to itself', () => {
    const costs = { ...FREE, switchWithinProcess: 100, refillPerKiB: 2 }
    const load = workload(
      { name: 'A', program: [compute(2 * K)], workingSetKiB: 10 },
      { name: 'B', program: [compute(K), io(5 * K), compute(K)] },
    )
    const schedule = run('rr', load, { quantum: K }, { ...ONE_CORE, costs })
    expect(story(schedule)).toEqual([
      'A 0–1000 quantum',
      'B switch 1000–1100 still-running',
      'B 1100–2100 io',
      'A switch 2100–2220 still-running',
      'A 2220–3220 exit',
      'B switch 7100–7200 still-running',
      'B 7200–8200 exit',
    ])
    expect(schedule.metrics.overhead).toBeCloseTo(320 / 8200, 12)
  })
})

describe('the multi-level feedback queue', () => {
  // Allotments of one quantum, and quanta alike on all levels: the book's first examples.
  const plain = { levels: 3, quantum: 10 * K, growth: 1, allotment: 1, boost: 0 }

  it('lets a long job sink level by level (OSTEP 8.2, figure 8.2)', () => {
    const schedule = run(
      'mlfq',
      workload({ name: 'A', program: [compute(100 * K)] }, { name: 'B', program: [compute(100 * K)] }),
      plain,
    )
    const levels = schedule.decisions.map(({ candidates, chosen }) => {
      const figures = candidates.find(({ task }) => task === chosen)?.figures ?? ''
      return /level (\d)/.exec(figures)?.[1]
    })
    expect(levels.slice(0, 8)).toEqual(['1', '1', '2', '2', '3', '3', '3', '3'])
  })

  it('lets a short job that comes later go first, and finish before it reaches the bottom (figure 8.3)', () => {
    const load = workload(
      { name: 'A', program: [compute(180 * K)] },
      { name: 'B', arrival: 100 * K, program: [compute(20 * K)] },
    )
    expect(story(run('mlfq', load, plain))).toEqual([
      'A 0–100000 quantum', // its quantum ends as B arrives
      'B 100000–120000 exit',
      'A 120000–200000 exit',
    ])
  })

  it('keeps a job that waits for io before its allotment is used up on top (figure 8.4)', () => {
    const load = workload(
      { name: 'A', program: [compute(100 * K)] },
      { name: 'B', arrival: 50 * K, program: [{ do: 'repeat', times: 5, body: [compute(K), io(9 * K)] }] },
    )
    const schedule = run('mlfq', load, plain)
    expect(letters(schedule).slice(50)).toBe('BAAAAAAAAA'.repeat(5) + 'AAAAA')
  })

  it('is not gamed by giving up the core just before the end of the quantum (figure 8.6)', () => {
    const load = workload(
      { name: 'A', program: [compute(100 * K)] },
      { name: 'G', program: [{ do: 'repeat', times: 10, body: [compute(9 * K), io(K)] }] },
    )
    const schedule = run('mlfq', load, plain)
    const gamer = schedule.decisions.flatMap(({ candidates }) => candidates.filter(({ task }) => task === 1))
    // After 9 + 1 it has used up the allotment of the first level, after 8 + 2 that of the second.
    expect(gamer.map(({ figures }) => figures[6]).filter((level, at, all) => level !== all[at - 1])).toEqual([
      '1',
      '2',
      '3',
    ])
  })

  it('boosts, so that a long job does not starve among short ones (figure 8.5)', () => {
    const chatter = (name: string): Sketch => ({
      name,
      arrival: 100 * K,
      program: [{ do: 'repeat', times: 20, body: [compute(5 * K), io(5 * K)] }],
    })
    const longestGap = (line: string): number => {
      const gaps = line.split('A').slice(0, -1)
      return Math.max(...gaps.map(({ length }) => length))
    }
    const load = workload({ name: 'A', program: [compute(250 * K)] }, chatter('B'), chatter('C'))
    const twoLevels = { ...plain, levels: 2, allotment: 10 }
    expect(longestGap(letters(run('mlfq', load, twoLevels)))).toBe(200)
    expect(longestGap(letters(run('mlfq', load, { ...twoLevels, boost: 50 * K })))).toBeLessThanOrEqual(15)
  })

  it('gives a preempted task the rest of its quantum, in front of its level', () => {
    const load = workload(
      { name: 'A', program: [compute(40 * K)] },
      { name: 'B', program: [compute(40 * K)] },
      { name: 'C', arrival: 25 * K, program: [compute(5 * K)] },
    )
    expect(letters(run('mlfq', load, { ...plain, levels: 2 })).slice(0, 50)).toBe(
      'A'.repeat(10) + 'B'.repeat(10) + 'A'.repeat(5) + 'C'.repeat(5) + 'A'.repeat(5) + 'B'.repeat(10) + 'A'.repeat(5),
    )
  })
})

describe('stride', () => {
  it('follows the passes of 100, 50 and 250 tickets: A B C C C A C C (OSTEP 9.6, figure 9.3)', () => {
    const load = workload(
      { name: 'A', tickets: 100, program: [compute(20 * K)] },
      { name: 'B', tickets: 50, program: [compute(20 * K)] },
      { name: 'C', tickets: 250, program: [compute(20 * K)] },
    )
    const schedule = run('stride', load, { quantum: K })
    expect(letters(schedule).slice(0, 8)).toBe('ABCCCACC')
    expect(schedule.decisions[5]?.candidates.map(({ figures }) => figures)).toEqual([
      'pass 100, stride 100',
      'pass 200, stride 200',
      'pass 120, stride 40.0',
    ])
    expect(schedule.decisions[5]?.why).toBe('Of 3 tasks A has the smallest pass, 100.')
  })

  it('places who arrives in the middle of a quantum at the global pass of that moment (TM-528)', () => {
    // At 500 the global pass is 50, with which B begins; a quantum moves B by 25, and both stand at 100 after two.
    const load = workload(
      { name: 'A', tickets: 100, program: [compute(20 * K)] },
      { name: 'B', tickets: 400, arrival: 500, program: [compute(20 * K)] },
    )
    expect(letters(run('stride', load, { quantum: K })).slice(0, 9)).toBe('ABBABBBBA')
  })

  /** What is said of a task at each choice that it could have been. */
  const figuresOf = ({ decisions }: Schedule, index: number): string[] =>
    decisions.flatMap(({ candidates }) => candidates.filter(({ task }) => task === index).map(({ figures }) => figures))

  it('lets who was away keep its distance from the global pass', () => {
    // B leaves at 1500 with a pass of 50, where the global one is 75; that is 375 when B is back, with A alone meanwhile.
    const load = workload(
      { name: 'A', program: [compute(20 * K)] },
      { name: 'B', program: [compute(500), io(3 * K), compute(K)] },
    )
    const figures = figuresOf(run('stride', load, { quantum: K }), 1)
    expect(figures).toEqual(['pass 0, stride 100', 'pass 0, stride 100', 'pass 350, stride 100'])
  })

  it('moves who yields by what is left of the quantum as well', () => {
    const yields = workload(
      { name: 'A', program: [compute(250), { do: 'yield' }, compute(K)] },
      { name: 'B', program: [compute(K)] },
    )
    expect(figuresOf(run('stride', yields, { quantum: K }), 0).slice(0, 2)).toEqual([
      'pass 0, stride 100',
      'pass 100, stride 100',
    ])
  })
})
