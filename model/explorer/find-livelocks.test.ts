import fc from 'fast-check'
import { expect, it } from 'vitest'
import { compileProgram } from './compile.ts'
import {
  accessesOf,
  canStep,
  initialState,
  isFinished,
  isStopped,
  takeStep,
  type CompiledProgram,
  type State,
} from './machine.ts'
import { decodeSchedule } from './replay.ts'
import { findingsAt } from './schedule-findings.ts'
import { exploreStates } from './states.ts'

/** Loops that wait, give way, or are left, in threads that depend on each other. */
const STATEMENTS = [
  ...[
    'while !t { }',
    'while t { }',
    'while u != id { x = t }',
    'while !x { lock(m); x = trylock(k); unlock(m) }',
    'x = 0',
  ],
  ...[
    'while !x { x = trylock(m) }',
    'lock(m)',
    'unlock(m)',
    'unlock(k)',
    't = 1',
    't = 0',
    'u = 1 - id',
    'a = x',
    'x = a',
  ],
  ...[
    'while 1 { t = 1 - t }',
    'while 1 { lock(k); unlock(k) }',
    'while t == 0 { u = id; lock(m); unlock(m) }',
    'if a { t = 1 }',
  ],
]

const programs = fc
  .array(fc.array(fc.constantFrom(...STATEMENTS), { minLength: 1, maxLength: 3 }), { minLength: 2, maxLength: 3 })
  .map((threads) => {
    const bodies = threads.map((body, index) =>
      ['local x = 0', ...body].join('\n').replaceAll('id', String(Math.min(index, 1))),
    )
    const declarations = 'shared a; atomic t; atomic u; mutex m; mutex k'
    return [declarations, ...bodies.map((body, index) => `thread T${String(index)} {\n${body}\n}`)].join('\n')
  })

interface Node {
  state: State
  /** By thread; null where it cannot go. */
  next: (string | null)[]
}

/** Every state by its words, as they are reached; null where there are many. */
function allStates(program: CompiledProgram, most: number): Map<string, Node> | null {
  const nodes = new Map<string, Node>()
  const waiting = [initialState(program)]
  for (let state = waiting.pop(); state !== undefined; state = waiting.pop()) {
    const from = state
    if (nodes.has(from.join())) continue
    if (nodes.size >= most) return null
    const next = [...program.threads.keys()].map((thread) => {
      if (!canStep(program, from, thread)) return null
      const into = new Int32Array(from.length)
      takeStep(program, from, thread, into)
      waiting.push(into)
      return into.join()
    })
    nodes.set(from.join(), { state: from, next })
  }
  return nodes
}

function reachableFrom(nodes: ReadonlyMap<string, Node>, start: string): Set<string> {
  const seen = new Set<string>()
  const waiting = [...(nodes.get(start)?.next ?? [])]
  for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
    if (key === null || seen.has(key)) continue
    seen.add(key)
    waiting.push(...(nodes.get(key)?.next ?? []))
  }
  return seen
}

/** By the definition: for each state that can come back to itself, all that lies between. */
function livelocksByDefinition(program: CompiledProgram, nodes: ReadonlyMap<string, Node>): string[] {
  const reach = new Map([...nodes.keys()].map((key) => [key, reachableFrom(nodes, key)]))
  const found = new Set<string>()
  for (const [key, { state }] of nodes) {
    if (reach.get(key)?.has(key) !== true) continue
    const cycle = [...nodes].filter(
      ([other]) => reach.get(key)?.has(other) === true && reach.get(other)?.has(key) === true,
    )
    const inside = new Set(cycle.map(([other]) => other))
    const unfinished = [...program.threads.keys()].filter(
      (thread) => !isFinished(program, state, thread) && !isStopped(program, state, thread),
    )
    const moves = (thread: number): boolean => cycle.some(([, { next }]) => inside.has(next[thread] ?? ''))
    const rests = (thread: number): boolean => cycle.some(([, { next }]) => next[thread] === null)
    if (unfinished.every((thread) => moves(thread) || rests(thread))) found.add(unfinished.filter(moves).join())
  }
  return [...found].sort()
}

function racesByDefinition(program: CompiledProgram, nodes: ReadonlyMap<string, Node>): string[] {
  const races = new Set<string>()
  const lineOf = (state: State, thread: number): number => program.threads[thread]?.steps[state[thread] ?? 0]?.line ?? 0
  for (const { state, next } of nodes.values()) {
    for (const one of next.keys()) {
      for (const other of next.keys()) {
        if (one >= other || next[one] === null || next[other] === null) continue
        for (const a of accessesOf(program, state, one)) {
          for (const b of accessesOf(program, state, other)) {
            if (a.object !== b.object || !(a.writes || b.writes) || !(a.plain || b.plain)) continue
            const places = [one, lineOf(state, one), other, lineOf(state, other)]
            races.add([program.objects[a.object], ...places].join())
          }
        }
      }
    }
  }
  return [...races].sort()
}

/** What a replay code shows once its steps are taken. */
function kindsAfter(program: CompiledProgram, code: string): string[] {
  const decoded = decodeSchedule(program, code)
  if (!decoded.ok) throw new Error(decoded.reason)
  const states = [initialState(program)]
  const onTheWay = decoded.threads.flatMap((thread) => {
    const before = states.at(-1) ?? initialState(program)
    const after = before.slice()
    const { finding } = takeStep(program, before, thread, after)
    states.push(after)
    return finding === null ? [] : [finding]
  })
  return [...onTheWay, ...findingsAt(program, states, decoded.threads)].map(({ kind }) => kind)
}

it('finds the livelocks and races that their definitions name', { timeout: 120_000 }, () => {
  let withLivelock = 0
  let withRace = 0
  fc.assert(
    fc.property(programs, fc.boolean(), (source, byAccess) => {
      const compilation = compileProgram(source, byAccess ? 'access' : 'statement')
      if (!compilation.ok) throw new Error(JSON.stringify(compilation.errors))
      const { program } = compilation
      const nodes = allStates(program, 200)
      if (nodes === null) return
      const { findings, states } = exploreStates(program, { search: 'states', most: { states: 1000, depth: 1000 } })
      const livelocks = findings.flatMap(({ finding }) => (finding.kind === 'livelock' ? [finding.threads.join()] : []))
      const races = findings.flatMap(({ finding }) => {
        if (finding.kind !== 'race') return []
        const { object, between } = finding
        return [[object, ...between.flatMap(({ thread, line }) => [thread, line])].join()]
      })
      for (const { finding, replay } of findings) expect(kindsAfter(program, replay)).toContain(finding.kind)
      expect(states).toBe(nodes.size)
      expect(livelocks.sort()).toEqual(livelocksByDefinition(program, nodes))
      expect(races.sort()).toEqual(racesByDefinition(program, nodes))
      if (livelocks.length > 0) withLivelock++
      if (races.length > 0) withRace++
    }),
    { numRuns: 1000, seed: 7 },
  )
  expect(withLivelock).toBeGreaterThan(100)
  expect(withRace).toBeGreaterThan(10)
})
