import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FREE } from './costs.ts'
import { POLICIES } from './policies/index.ts'
import { POLICY_IDS, SLICE_WORK, TASK_STATES, type PolicyId, type Schedule, type SimulatedMachine } from './schedule.ts'
import { simulateWith } from './simulate.ts'
import type { Witness } from './witness.ts'
import type { Operation, TaskPlan, Workload } from './workload.ts'

/*
 * What must hold of every schedule, whatever the workload and the policy. Workloads are drawn without regard to sense:
 * locks that are never given back, messages that nobody sends, threads that nobody starts.
 */

const TASKS = 6
const RUNS = 250
const MOST = { mostSlices: 20_000, mostOperations: 200_000, decisions: 0 }

const time = fc.oneof({ arbitrary: fc.integer({ min: 0, max: 20 }), weight: 3 }, fc.integer({ min: 0, max: 5000 }))
const index = (count: number): fc.Arbitrary<number> => fc.integer({ min: 0, max: count - 1 })

/** What cannot leave anybody stuck. */
const busyLeaf: fc.Arbitrary<Operation> = fc.oneof(
  { weight: 6, arbitrary: time.map((length): Operation => ({ do: 'compute', for: length })) },
  { weight: 2, arbitrary: time.map((length): Operation => ({ do: 'io', for: length })) },
  fc.record({ do: fc.constant('signal' as const), condition: index(1) }),
  fc.record({ do: fc.constant('spawn' as const), task: index(TASKS) }),
  fc.constant<Operation>({ do: 'yield' }),
)
const leaf: fc.Arbitrary<Operation> = fc.oneof(
  { weight: 4, arbitrary: busyLeaf },
  fc.record({ do: fc.constantFrom('lock' as const, 'unlock' as const), mutex: index(2) }),
  fc.record({
    do: fc.constantFrom('read-lock' as const, 'write-lock' as const, 'read-unlock' as const, 'write-unlock' as const),
    rwlock: index(1),
  }),
  fc.record({ do: fc.constant('wait' as const), condition: index(1), mutex: index(2) }),
  fc.record({ do: fc.constant('signal' as const), condition: index(1) }),
  fc.record({ do: fc.constantFrom('send' as const, 'receive' as const), channel: index(2) }),
  fc.record({ do: fc.constant('spawn' as const), task: index(TASKS) }),
  fc.record({ do: fc.constantFrom('yield' as const, 'exit' as const) }),
)
/** Properly bracketed, so that more than a few random workloads come to an end. */
const section: fc.Arbitrary<Operation[]> = fc.tuple(index(2), time, fc.boolean()).map(([at, length, writes]) =>
  writes
    ? [
        { do: 'write-lock', rwlock: 0 },
        { do: 'compute', for: length },
        { do: 'write-unlock', rwlock: 0 },
      ]
    : [
        { do: 'lock', mutex: at },
        { do: 'compute', for: length },
        { do: 'unlock', mutex: at },
      ],
)
const busy = fc.array(
  fc.oneof(
    busyLeaf.map((one) => [one]),
    section,
  ),
  { maxLength: 6 },
)
const wild = fc.array(
  leaf.map((one) => [one]),
  { maxLength: 4 },
)
const body = fc.oneof({ weight: 4, arbitrary: busy }, wild).map((parts) => parts.flat())
const program = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: body },
      fc
        .tuple(fc.integer({ min: 0, max: 12 }), body, body)
        .map(([times, one, two]): Operation[] => [
          { do: 'repeat', times, body: [...one, { do: 'repeat', times: times % 4, body: two }] },
        ]),
    ),
    { maxLength: 3 },
  )
  .map((parts) => parts.flat())

const task: fc.Arbitrary<Omit<TaskPlan, 'name'>> = fc.record({
  process: index(2),
  arrival: fc.oneof({ weight: 3, arbitrary: fc.integer({ min: 0, max: 3000 }) }, fc.constant(0), fc.constant(null)),
  nice: fc.integer({ min: -20, max: 19 }),
  tickets: fc.integer({ min: 0, max: 500 }),
  affinity: fc.option(fc.uniqueArray(index(4), { minLength: 1 }), { freq: 2 }),
  workingSetKiB: fc.integer({ min: 0, max: 64 }),
  program,
})

const workload: fc.Arbitrary<Workload> = fc
  .tuple(fc.array(task, { minLength: TASKS, maxLength: TASKS }), index(3))
  .map(([tasks, capacity]) => ({
    processes: [{ name: 'p' }, { name: 'q' }],
    tasks: tasks.map((plan, at) => ({ ...plan, name: `t${at}` })),
    mutexes: ['m', 'n'],
    rwlocks: ['table'],
    conditions: ['ready'],
    channels: [
      { name: 'jobs', capacity },
      { name: 'results', capacity: 3 },
    ],
  }))

const machine: fc.Arbitrary<SimulatedMachine> = fc.record({
  cores: fc.integer({ min: 1, max: 4 }),
  queues: fc.constantFrom('one' as const, 'per-core' as const),
  costs: fc.oneof(
    fc.constant(FREE),
    fc.record({
      switchWithinProcess: fc.integer({ min: 0, max: 30 }),
      switchBetweenProcesses: fc.integer({ min: 0, max: 60 }),
      refillPerKiB: fc.constantFrom(0, 0.3, 2),
      migration: fc.integer({ min: 0, max: 40 }),
      spawnThread: fc.integer({ min: 0, max: 100 }),
      spawnProcess: fc.integer({ min: 0, max: 300 }),
    }),
  ),
})

const settings: fc.Arbitrary<Record<string, number>> = fc.record({
  quantum: fc.constantFrom(1000, 1500),
  slice: fc.constantFrom(1000, 3000),
  levels: fc.integer({ min: 1, max: 4 }),
  allotment: fc.integer({ min: 1, max: 3 }),
  boost: fc.constantFrom(0, 2500),
  parity: fc.integer({ min: 0, max: 1 }),
})

interface Seen {
  schedule: Schedule
  load: Workload
  machine: SimulatedMachine
}

/** Fails at once where two hold a lock that excludes, or a message comes twice or out of order. */
function strictWitness(): Witness {
  const holders = new Map<string, { readers: number; writer: boolean }>()
  const next = new Map<string, { sent: number; received: number }>()
  const of = (lock: string) => holders.get(lock) ?? { readers: 0, writer: false }
  const count = (channel: string) => next.get(channel) ?? { sent: 0, received: 0 }
  return {
    acquired(lock, _task, exclusive) {
      const { readers, writer } = of(lock)
      if (writer) throw new Error(`${lock} has a writer`)
      if (exclusive && readers > 0) throw new Error(`${lock} has readers`)
      holders.set(lock, exclusive ? { readers, writer: true } : { readers: readers + 1, writer })
    },
    released(lock) {
      const { readers, writer } = of(lock)
      holders.set(lock, writer ? { readers, writer: false } : { readers: readers - 1, writer })
    },
    sent(channel, message) {
      const { sent, received } = count(channel)
      if (message !== sent) throw new Error(`${channel}: message ${message} is sent after ${sent}`)
      next.set(channel, { sent: sent + 1, received })
    },
    received(channel, message) {
      const { sent, received } = count(channel)
      if (message !== received || message >= sent)
        throw new Error(`${channel}: message ${message} comes after ${received}`)
      next.set(channel, { sent, received: received + 1 })
    },
  }
}

function everySchedule(id: PolicyId, check: (seen: Seen) => void, runs = RUNS): void {
  fc.assert(
    fc.property(workload, machine, settings, fc.nat(), (load, on, tuned, seed) => {
      const schedule = simulateWith(load, on, { id, settings: tuned, seed }, { ...MOST, witness: strictWitness() })
      check({ schedule, load, machine: on })
    }),
    { numRuns: runs },
  )
}

interface Span {
  task: number
  core: number
  from: number
  to: number
  computes: boolean
}

function spans({ slices }: Schedule): Span[] {
  const compute = SLICE_WORK.indexOf('compute')
  return Array.from({ length: slices.count }, (_, row) => ({
    task: slices.task[row] ?? -1,
    core: slices.core[row] ?? -1,
    from: slices.from[row] ?? NaN,
    to: slices.to[row] ?? NaN,
    computes: slices.work[row] === compute,
  }))
}

function expectApart(list: readonly Span[]): void {
  const inOrder = [...list].sort((one, other) => one.from - other.from)
  const wrong = inOrder.find(({ from, to }, at) => to <= from || from < (inOrder[at - 1]?.to ?? 0))
  expect(wrong).toBeUndefined()
}

/** Each task's stays in its states, the last one up to the end. */
function stays({ changes, tasks, metrics }: Schedule): { task: number; state: string; from: number; to: number }[] {
  const open = tasks.map(() => ({ state: 'not-yet', from: 0 }))
  const list: { task: number; state: string; from: number; to: number }[] = []
  for (let row = 0; row < changes.count; row++) {
    const number = changes.task[row] ?? -1
    const at = changes.at[row] ?? NaN
    const stay = open[number]
    if (stay === undefined) throw new Error('a change of no task')
    if (row > 0 && at < (changes.at[row - 1] ?? 0)) throw new Error('a change before the one in front of it')
    if (at > stay.from) list.push({ task: number, ...stay, to: at })
    open[number] = { state: TASK_STATES[changes.state[row] ?? -1] ?? '?', from: at }
  }
  open.forEach((stay, number) => list.push({ task: number, ...stay, to: metrics.end }))
  return list
}

const length = ({ from, to }: { from: number; to: number }): number => to - from
const total = (list: readonly { from: number; to: number }[]): number =>
  list.reduce((sum, span) => sum + length(span), 0)

/** What a program computes if it runs to its end or to `exit`, and whether it comes to an `exit`. */
function demand(operations: readonly Operation[]): { time: number; exits: boolean } {
  let sum = 0
  for (const operation of operations) {
    if (operation.do === 'exit') return { time: sum, exits: true }
    if (operation.do === 'compute') sum += operation.for
    if (operation.do !== 'repeat' || operation.times === 0) continue
    const turn = demand(operation.body)
    if (turn.exits) return { time: sum + turn.time, exits: true }
    sum += turn.time * operation.times
  }
  return { time: sum, exits: false }
}

const mayUse = (load: Workload, number: number, core: number, cores: number): boolean => {
  const existing = load.tasks[number]?.affinity?.filter((one) => one < cores) ?? []
  return existing.length === 0 || existing.includes(core)
}

/** All of a schedule but its decisions, in characters: comparing columns of numbers as values takes minutes. */
function written({ tasks, slices, changes, metrics, ended }: Schedule): string {
  const columns = [...Object.values(slices), ...Object.values(changes)].map(String)
  return [JSON.stringify({ tasks, metrics, ended }), ...columns].join('\n')
}

describe.each(POLICY_IDS)('every schedule of %s', (id) => {
  it('has at most one task on a core and one core for a task, and only cores that the task may use', () => {
    everySchedule(id, ({ schedule, load, machine: { cores } }) => {
      const list = spans(schedule)
      for (let core = 0; core < cores; core++) expectApart(list.filter((span) => span.core === core))
      load.tasks.forEach((_, number) => expectApart(list.filter((span) => span.task === number)))
      expect(list.find(({ task: number, core }) => !mayUse(load, number, core, cores))).toBeUndefined()
    })
  })

  it('adds up to the nanosecond: states to lives, slices to running, computing to what was demanded', () => {
    everySchedule(id, ({ schedule, load, machine: { cores } }) => {
      const list = spans(schedule)
      const all = stays(schedule)
      const { end } = schedule.metrics
      schedule.tasks.forEach((figures, number) => {
        const own = all.filter((stay) => stay.task === number)
        const within = (state: string): number => total(own.filter((stay) => stay.state === state))
        expect(total(own)).toBe(end)
        expect(within('not-yet')).toBe(figures.arrival ?? end)
        expect(within('runnable')).toBe(figures.waiting)
        expect(within('running')).toBe(total(list.filter((span) => span.task === number)))
        expect(total(list.filter((span) => span.task === number && span.computes))).toBe(figures.computed)
        const wanted = demand(load.tasks[number]?.program ?? []).time
        if (figures.finished === null) expect(figures.computed).toBeLessThanOrEqual(wanted)
        else expect(figures.computed).toBe(wanted)
      })
      const { utilisation, overhead } = schedule.metrics
      expect(utilisation * cores * end).toBeCloseTo(total(list.filter(({ computes }) => computes)), 3)
      expect(overhead * cores * end).toBeCloseTo(total(list.filter(({ computes }) => !computes)), 3)
      expect(total(list)).toBeLessThanOrEqual(cores * end)
    })
  })

  it('leaves no core idle while a task waits that may use it', () => {
    everySchedule(id, ({ schedule, load, machine: { cores } }) => {
      // At the bound the choices of the last instant have not all been made, but no time has passed since.
      const waiting = stays(schedule).filter((stay) => stay.state === 'runnable' && length(stay) > 0)
      for (let core = 0; core < cores; core++) {
        const busy = spans(schedule).filter((span) => span.core === core)
        for (const stay of waiting) {
          if (!mayUse(load, stay.task, core, cores)) continue
          const within = busy.map(({ from, to }) => ({ from: Math.max(from, stay.from), to: Math.min(to, stay.to) }))
          expect(total(within.filter(({ from, to }) => to > from))).toBe(length(stay))
        }
      }
    })
  })

  it('ends finished, or says who is stuck and why, or that its bound was reached', () => {
    everySchedule(id, ({ schedule: { ended, tasks } }) => {
      const open = tasks.filter(({ arrival, finished }) => arrival !== null && finished === null)
      if (ended.how === 'finished') expect(open).toEqual([])
      if (ended.how === 'stuck') {
        expect(open.length).toBeGreaterThan(0)
        for (const { name } of open)
          expect(ended.sentence).toMatch(new RegExp(`${name} waits for (mutex|rwlock|condition|channel) `))
      }
      if (ended.how === 'bound') expect(ended.sentence).toMatch(/bound of [\d,]+ (slices|operations)/)
    })
  })

  it('is the same for the same seed, and whether or not decisions are written down', () => {
    fc.assert(
      fc.property(workload, machine, settings, fc.nat(), (load, on, tuned, seed) => {
        const once = simulateWith(load, on, { id, settings: tuned, seed }, { ...MOST, witness: null })
        const again = simulateWith(load, on, { id, settings: tuned, seed }, { ...MOST, decisions: 50, witness: null })
        expect(written(again)).toBe(written(once))
        for (const { chosen, candidates, why } of again.decisions) {
          expect(candidates.some(({ task: number }) => number === chosen)).toBe(chosen !== null)
          expect(why).toMatch(/^\S.* .*\.$/)
        }
      }),
      { numRuns: RUNS },
    )
  })
})

it('every policy has an entry', () => {
  expect(Object.keys(POLICIES)).toEqual([...POLICY_IDS])
})
