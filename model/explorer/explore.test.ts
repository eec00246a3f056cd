import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileProgram } from './compile.ts'
import type { Exploration, ExploreOptions } from './exploration.ts'
import { explore } from './explore.ts'
import type { CompiledProgram } from './machine.ts'
import { diningPhilosophers } from './presets.ts'
import { programText } from './program.arbitrary.ts'
import type { Granularity } from './program.ts'
import { decodeSchedule } from './replay.ts'
import { verdictOf } from './verdict.ts'

const most = { states: 200_000, depth: 2_000 }
const granularity = fc.constantFrom<Granularity[]>('statement', 'access')

function compiled(source: string, at: Granularity = 'statement'): CompiledProgram {
  const result = compileProgram(source, at)
  if (!result.ok) throw new Error(JSON.stringify(result.errors))
  return result.program
}

function look(source: string, options: Partial<ExploreOptions>, at: Granularity = 'statement'): Exploration {
  return explore(compiled(source, at), { search: 'states', most, ...options })
}

/** What was found, so that it can be compared: only `states` looks for livelocks. */
function contents({ outcomes, findings }: Exploration): { outcomes: string[]; findings: string[] } {
  return {
    outcomes: outcomes.map(({ ending, values }) => JSON.stringify([ending, values])).toSorted(),
    findings: findings
      .filter(({ finding }) => finding.kind !== 'livelock')
      .map(({ finding }) => JSON.stringify(finding))
      .toSorted(),
  }
}

/** Small programs by the thousand, each explored in full and in another way. */
function compareToStates(
  runs: number,
  options: Partial<ExploreOptions>,
  compare: (other: Exploration, all: Exploration, program: CompiledProgram) => void,
): void {
  let compared = 0
  const property = fc.property(programText, granularity, (source, at) => {
    const program = compiled(source, at)
    const all = explore(program, { search: 'states', most: { states: 5_000, depth: 2_000 } })
    const other = explore(program, { search: 'states', most, ...options })
    // Draws that never end, since threads wait for each other in loops, are cut; what they met on the way counts.
    const isSample = other.search === 'random' || other.search === 'pct'
    if (!all.complete || !(other.complete || isSample)) return
    compared++
    compare(other, all, program)
  })
  fc.assert(property, { numRuns: runs, seed: 20_261_124 })
  expect(compared).toBeGreaterThan(runs * 0.95)
}

const apart = (threads: number): string =>
  Array.from({ length: threads }, (_, at) => `shared v${at}\nthread T${at} {\nv${at} = 1\nv${at} = 2\n}`).join('\n')

const lostUpdate = 'shared n = 5\nthread T[2] {\nlocal x = n\nx = x + 1\nn = x\n}\nexpect n == 7'

describe('the reduced search', () => {
  it('finds every outcome, deadlock, race and failure that looking at all states finds', { timeout: 120_000 }, () => {
    compareToStates(2_000, { search: 'reduced' }, (reduced, all, program) => {
      expect(contents(reduced)).toEqual(contents(all))
      for (const { replay } of [...reduced.outcomes, ...reduced.findings])
        expect(decodeSchedule(program, replay)).toMatchObject({ ok: true })
    })
  })

  it('runs one schedule of threads that have nothing in common', () => {
    expect(look(apart(2), {}).schedules).toBe(6n)
    expect(look(apart(4), {}).schedules).toBe(2520n)
    expect(look(apart(2), { search: 'reduced' })).toMatchObject({ complete: true, schedulesRun: 1, states: 5 })
    expect(look(apart(4), { search: 'reduced' })).toMatchObject({ complete: true, schedulesRun: 1, states: 9 })
  })

  it('runs one schedule for each order in which reads and writes can meet', () => {
    // Of two reads and two writes: one thread all before the other (2), or both reads first and then either write (2).
    expect(look(lostUpdate, { search: 'reduced' })).toMatchObject({ complete: true, schedulesRun: 4 })
  })

  it('runs one schedule for each order of getting the locks', () => {
    const locked = 'shared n\nmutex m\nthread T[3] {\nlock(m)\nn = n + 1\nunlock(m)\n}'
    expect(look(locked, { search: 'reduced' })).toMatchObject({ complete: true, schedulesRun: 6, findings: [] })
    // Each fork is first taken by one of two: 32 ways, less the two that go round, which meet in one deadlock.
    expect(look(diningPhilosophers(5), { search: 'reduced' })).toMatchObject({ complete: true, schedulesRun: 31 })
  })

  it('ends where threads wait in a loop for each other', () => {
    const waits =
      'atomic ready\nshared data\nthread A {\ndata = 1\nready = 1\n}\nthread B {\nwhile ready == 0 { skip }\nlocal x = data\nassert x == 1\n}'
    expect(look(waits, { search: 'reduced' }, 'access')).toMatchObject({ complete: true, findings: [] })
  })

  it('takes both ways to a lock that a variable names, where either may come to be free first', () => {
    // T waits for m[0]. X sends it to m[1], unless Y gives m[0] back before, which it does on a word of the last thread.
    const either = `atomic turn
      atomic out
      mutex m[2]
      channel held[1]
      channel go[1]
      thread X { receive(held); turn = 1 }
      thread T { lock(m[turn]); out = trylock(m[1]) }
      thread Y { lock(m[0]); send(held, 1); receive(go); unlock(m[0]) }
      thread Z { send(go, 1) }`
    const reduced = contents(look(either, { search: 'reduced' }))
    expect(reduced).toEqual(contents(look(either, {})))
    expect(reduced.outcomes).toContain('["finished",{"turn":1,"out":1}]')
  })

  it('counts the schedules that it cut, and does not claim what it has not run', () => {
    const endless = 'atomic x; mutex m; mutex n; thread A { while 1 { x = x + 1 } }; thread B { lock(m); unlock(n) }'
    const cut = look(endless, { search: 'reduced', most: { states: 1_000, depth: 100 } })
    expect(cut).toMatchObject({ bound: 'depth', schedulesRun: 1, findings: [] })
    expect(verdictOf(cut)).toBe('no failure in the only schedule run, cut at 100 steps; not exhaustive')
  })

  it('says which bound stopped it', () => {
    expect(look(lostUpdate, { search: 'reduced', most: { states: 3, depth: 100 } }).bound).toBe('states')
    expect(look(lostUpdate, { search: 'reduced', most: { states: 100, depth: 3 } }).bound).toBe('depth')
  })
})

describe('the search by preemptions', () => {
  it('finds the same as all states, in as many schedules, where the bound is out of reach', () => {
    compareToStates(1_000, { search: 'preemptions', preemptions: 64 }, (bounded, all) => {
      expect(contents(bounded)).toEqual(contents(all))
      expect(bounded.schedules).toBe(all.schedules)
    })
  })

  it('counts the schedules of each bound, and knows how many preemptions a failure needs', () => {
    const within = (preemptions: number): Exploration => look(lostUpdate, { search: 'preemptions', preemptions })
    // Without any, one thread runs after the other; one is to leave the first thread after one step or two, either way round.
    expect([0, 1, 2, 3, 4, 5].map((bound) => within(bound).schedules)).toEqual([2n, 6n, 14n, 18n, 20n, 20n])
    expect(within(0).findings.filter(({ finding }) => finding.kind === 'expectation')).toEqual([])
    expect(within(3).findings.find(({ finding }) => finding.kind === 'expectation')).toMatchObject({ preemptions: 1 })
  })

  it('switches for free where a thread waits', () => {
    const handsOver =
      'channel q[1]\nthread A {\nsend(q, 1)\nsend(q, 2)\n}\nthread B {\nlocal x = receive(q)\nx = receive(q)\n}'
    const none = look(handsOver, { search: 'preemptions', preemptions: 0 })
    expect(none.outcomes.map(({ ending }) => ending)).toEqual(['finished'])
  })
})

describe('sampling', () => {
  it.each(['random', 'pct'] as const)('finds nothing by %s that is not there', (search) => {
    const options = { search, schedules: 20, most: { states: 200_000, depth: 200 } }
    compareToStates(500, options, (sampled, all, program) => {
      const [some, every] = [contents(sampled), contents(all)]
      expect(some.outcomes.filter((outcome) => !every.outcomes.includes(outcome))).toEqual([])
      expect(some.findings.filter((finding) => !every.findings.includes(finding))).toEqual([])
      for (const { replay } of [...sampled.outcomes, ...sampled.findings])
        expect(decodeSchedule(program, replay)).toMatchObject({ ok: true })
    })
  })

  it.each(['random', 'pct'] as const)('by %s repeats itself for a seed, and counts what it drew', (search) => {
    const draw = (seed: number): Exploration => look(lostUpdate, { search, schedules: 200, seed })
    expect(draw(1)).toEqual(draw(1))
    expect(draw(1)).not.toEqual(draw(2))
    expect(draw(1)).toMatchObject({ complete: true, schedulesRun: 200, schedules: null })
    expect(draw(1).outcomes.reduce((sum, { schedules }) => sum + (schedules ?? 0n), 0n)).toBe(200n)
  })

  it('by pct interrupts threads between two of their steps', () => {
    const { outcomes } = look(lostUpdate, { search: 'pct', schedules: 200 })
    expect(outcomes.map(({ ending }) => ending).toSorted()).toEqual(['right', 'wrong'])
  })

  it('by pct leaves a thread that waits in a loop for one of a lower priority', () => {
    const waits = 'atomic ready\nthread A {\nwhile ready == 0 { skip }\n}\nthread B {\nready = 1\n}'
    expect(look(waits, { search: 'pct', schedules: 100 })).toMatchObject({ complete: true, bound: null })
  })
})

describe('races on elements that another step chooses', () => {
  const NEXT_FREE = 'atomic next; shared slot[3]; thread G[2] { slot[next] = atomic_add(next, 1) }'
  const NO_RACE = 'atomic head; shared next[2] = 1; thread A { head = next[1] }; thread B { next[head] = 5 }'
  /** Each of P and Q leads the other elsewhere, and meets it only once R and S have been. */
  const BOTH_LED = `atomic t; atomic u; atomic w[2] = 2; atomic x[2] = 3; shared v[4]
    thread P { v[w[t]] = atomic_add(u, 1) }
    thread Q { v[x[u]] = atomic_add(t, 1) }
    thread R { x[0] = 1 }
    thread S { w[0] = 1 }`
  const searches = ['states', 'preemptions', 'reduced', 'random', 'pct'] as const
  const found = (source: string, search: (typeof searches)[number]): string[] =>
    contents(look(source, { search, schedules: 50 })).findings

  it.each(searches)('are told by %s where the steps touch the same before either is taken', (search) => {
    const one = { thread: 0, line: 1 }
    const race = { kind: 'race', object: 'slot[0]', between: [one, { ...one, thread: 1 }] }
    expect(found(NEXT_FREE, search)).toEqual([JSON.stringify(race)])
  })

  it.each(searches)('are not told by %s where only the one step leads the other there', (search) => {
    expect(found(NO_RACE, search)).toEqual([])
  })

  it('are told by reduced where each step leads the other elsewhere', () => {
    expect(found(BOTH_LED, 'states')).toHaveLength(1)
    expect(found(BOTH_LED, 'reduced')).toEqual(found(BOTH_LED, 'states'))
  })

  it('do not hide an end from reduced', () => {
    const led = `atomic q[3]; atomic t; shared b = 1; shared v[3]; shared w[3] = 1
      thread A { q[t] = exchange(q[b], 1); b = 1 - b; v[t] = atomic_add(t, 1) }
      thread B { w[0] = 0 }
      thread C { q[t] = exchange(q[b], 1); v[w[t]] = 1 }`
    expect(contents(look(led, { search: 'reduced' }))).toEqual(contents(look(led, {})))
  })
})
