import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileProgram, type CompiledProgram } from './compile.ts'
import type { Finding } from './finding.ts'
import { findingSentence } from './finding-words.ts'
import { accessesOf, canStep, initialState, takeStep, type State } from './machine.ts'
import { programText } from './program.arbitrary.ts'
import { describeState, type Snapshot } from './snapshot.ts'
import { endingOf } from './ending.ts'

function compiled(source: string, granularity: 'statement' | 'access' = 'statement'): CompiledProgram {
  const result = compileProgram(source, granularity)
  if (!result.ok) throw new Error(JSON.stringify(result.errors))
  return result.program
}

/** Takes steps; gives the state after them and what they showed. */
function run(program: CompiledProgram, schedule: readonly number[]): { state: State; findings: Finding[] } {
  const findings: Finding[] = []
  let state: State = initialState(program)
  for (const thread of schedule) {
    expect(canStep(program, state, thread)).toBe(true)
    const after = new Int32Array(state.length)
    const { finding } = takeStep(program, state, thread, after)
    if (finding !== null) findings.push(finding)
    state = after
  }
  return { state, findings }
}

function after(
  source: string,
  schedule: readonly number[],
  granularity: 'statement' | 'access' = 'statement',
): Snapshot {
  const program = compiled(source, granularity)
  return describeState(program, run(program, schedule).state)
}

const texts = (source: string, granularity: 'statement' | 'access'): string[] =>
  compiled(source, granularity).threads.flatMap(({ steps }) => steps.map(({ text }) => text))

describe('steps', () => {
  const source =
    'shared a; shared v[3]; mutex m; condition c\nthread T {\nlocal x = a\nx = x + 1\nv[a] = a + v[2] // store\nassert a == a\nwait(c, m) }'

  it('are statements', () => {
    expect(texts(source, 'statement')).toEqual([
      ...['local x = a', 'x = x + 1', 'v[a] = a + v[2]', 'assert a == a', 'wait(c, m)', 'wake up and lock m'],
    ])
  })

  it('are loads and stores, where the last load of a statement that stores nothing shared ends it', () => {
    expect(texts(source, 'access')).toEqual([
      ...['local x = a', 'x = x + 1', 'load a', 'load a', 'load v[2]', 'store v[a]', 'load a', 'load a, assert a == a'],
      ...['wait(c, m)', 'wake up and lock m'],
    ])
  })
})

describe('numbers', () => {
  it.each([
    ['2147483647 + 1', -2147483648],
    ['-2147483647 - 2', 2147483647],
    ['65536 * 65537', 65536],
    ['(-2147483647 - 1) / -1', -2147483648],
    ['-7 / 2', -3],
    ['-7 % 3', -1],
    ['1 - 2 - 3', -4],
    ['2 + 3 * 4', 14],
    ['!5 + !0', 1],
    ['1 < 2 == 1', 1],
    ['0 || 2 && 3', 1],
    ['--3', 3],
  ])('%s is %i', (expression, value) => {
    expect(after(`shared a\nthread T { a = ${expression} }`, [0]).values['a']).toBe(value)
  })

  it('are the same whether they are known beforehand or only in the run', () => {
    const operators = ['+', '-', '*', '/', '%', '<', '<=', '>', '>=', '==', '!=', '&&', '||']
    const number = fc.oneof(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 2_147_483_647 }))
    fc.assert(
      fc.property(number, number, fc.constantFrom(...operators), (left, right, operator) => {
        fc.pre(right !== 0 || !'/%'.includes(operator))
        const [known, loaded] = [`${String(left)} ${operator} ${String(right)}`, `a ${operator} b`]
        const text = `shared a = ${String(left)}; shared b = ${String(right)}; shared c; shared d\nthread T { c = ${known}; d = ${loaded} }`
        const { values } = after(text, [0, 0])
        expect(values['d']).toBe(values['c'])
      }),
    )
  })
})

describe('misuse', () => {
  it.each([
    ['unlock(m)', 'unlock-not-held', 'A unlocks m, which it does not hold (line 2).'],
    ['unlock(l)', 'unlock-not-held', 'A unlocks l, which it does not hold (line 2).'],
    ['lock(m); lock(m)', 'double-lock', 'A locks m, which it already holds (line 2).'],
    ['lock(m, m)', 'double-lock', 'A locks m, which it already holds (line 2).'],
    ['rdlock(l); wrlock(l)', 'double-lock', 'A locks l, which it already holds (line 2).'],
    ['wrlock(l); rdlock(l)', 'double-lock', 'A locks l, which it already holds (line 2).'],
    ['close(q); send(q, 1)', 'send-on-closed', 'A sends on q, which is closed (line 2).'],
    ['close(q); close(q)', 'close-on-closed', 'A closes q, which is closed already (line 2).'],
    ['wait(c, m)', 'wait-without-lock', 'A waits for c without holding m (line 2).'],
    ['a = 1 / a', 'division-by-zero', 'A divides by zero (line 2).'],
    ['a = 1 % 0', 'division-by-zero', 'A divides by zero (line 2).'],
    ['v[2] = 1', 'index-out-of-range', 'A uses v[2], but v has elements 0 to 1 (line 2).'],
    ['a = v[a - 1]', 'index-out-of-range', 'A uses v[-1], but v has elements 0 to 1 (line 2).'],
  ])('%s stops the thread, changes nothing and is reported', (statements, misuse, sentence) => {
    const program = compiled(
      `shared a; shared v[2]; mutex m; rwlock l; condition c; channel q[1]\nthread A { ${statements} }`,
    )
    const steps = program.threads[0]?.steps.length ?? 0
    const before = run(
      program,
      Array.from({ length: statements.split(';').length - 1 }, () => 0),
    ).state
    const into = new Int32Array(before.length)
    const { finding } = takeStep(program, before, 0, into)
    expect(finding).toMatchObject({ kind: 'misuse', misuse, thread: 0, line: 2 })
    expect(finding === null ? '' : findingSentence(finding, program)).toBe(sentence)
    expect([...into.subarray(1)]).toEqual([...before.subarray(1)])
    expect(describeState(program, into).threads[0]).toMatchObject({ status: 'stopped', line: 2 })
    expect(steps).toBeGreaterThan(0)
  })
})

describe('a snapshot', () => {
  it('shows who holds a lock and who waits for it', () => {
    const { threads, locks } = after(
      'mutex m[2]; rwlock l\nthread A { lock(m[1]); rdlock(l) }\nthread B { rdlock(l); lock(m[1]) }',
      [0, 0, 1],
    )
    expect(threads[1]).toMatchObject({ status: 'blocked', waitsFor: 'm[1]', waitsForThreads: [0] })
    expect(locks).toEqual([
      { name: 'm[0]', kind: 'mutex', held: null, holders: [] },
      { name: 'm[1]', kind: 'mutex', held: 'exclusive', holders: [0] },
      { name: 'l', kind: 'rwlock', held: 'shared', holders: [0, 1] },
    ])
  })

  it('shows a channel’s contents, the oldest first, and who could fill or empty it', () => {
    const source = 'channel q[2]\nthread A { send(q, 7); send(q, 8); send(q, 9) }\nthread B { receive(q); close(q) }'
    expect(after(source, [0, 0]).threads[0]).toMatchObject({ waitsFor: 'channel q', waitsForThreads: [1] })
    expect(after(source, [0, 0]).channels).toEqual([{ name: 'q', capacity: 2, contents: [7, 8], closed: false }])
    expect(after(source, [0, 0, 1, 1]).channels).toEqual([{ name: 'q', capacity: 2, contents: [8], closed: true }])
  })

  it('shows waiters in the order in which a signal wakes them', () => {
    const source = 'mutex m; condition c\nthread W[2] { lock(m); wait(c, m); unlock(m) }\nthread S { signal(c) }'
    const asleep = after(source, [1, 1, 0, 0])
    expect(asleep.conditions).toEqual([{ name: 'c', waiters: [1, 0] }])
    expect(asleep.threads[0]).toMatchObject({ status: 'blocked', waitsFor: 'condition c', waitsForThreads: [2] })
    expect(after(source, [1, 1, 0, 0, 2]).threads.map(({ status }) => status)).toEqual(['blocked', 'ready', 'finished'])
  })

  it('shows the locals that can be named', () => {
    const source = 'thread T { local x = 1\nif x { local y = 2\nskip }\nskip }'
    const locals = [0, 1, 2, 3, 4].map(
      (steps) =>
        after(
          source,
          Array.from({ length: steps }, () => 0),
        ).threads[0]?.locals,
    )
    expect(locals).toEqual([{}, { x: 1 }, { x: 1 }, { x: 1, y: 2 }, { x: 1 }])
  })
})

describe('a deadlock', () => {
  it('names who waits for whom in a circle', () => {
    const program = compiled('mutex a; mutex b\nthread A { lock(a)\nlock(b) }\nthread B { lock(b)\nlock(a) }')
    const ending = endingOf(program, run(program, [0, 1]).state)
    expect(ending?.ending).toBe('stuck')
    expect(ending?.findings.map((finding) => findingSentence(finding, program))).toEqual([
      'Deadlock: 2 threads wait in a circle: A in line 3 for b (B); B in line 5 for a (A).',
    ])
  })

  it('says who went away with what is waited for', () => {
    const program = compiled('mutex m\nthread A { lock(m)\nassert 0 }\nthread B { lock(m) }')
    const ending = endingOf(program, run(program, [0, 0]).state)
    expect(ending?.findings.map((finding) => findingSentence(finding, program))).toEqual([
      'Deadlock: B waits in line 4 for m, which A holds and will not give back, and nobody else can act any more.',
    ])
  })

  it('is also a channel that nobody fills', () => {
    const program = compiled('channel q[1]\nthread A { receive(q) }\nthread B { skip }')
    expect(endingOf(program, run(program, [1]).state)?.findings).toEqual([
      { kind: 'deadlock', waiting: [{ thread: 0, line: 2, waitsFor: 'channel q', heldBy: [] }], cycle: [] },
    ])
  })
})

describe('accesses', () => {
  it('tell everything that a step changes outside its thread', () => {
    const schedule = fc.array(fc.nat(5), { maxLength: 30 })
    fc.assert(
      fc.property(programText, schedule, fc.boolean(), (source, picks, byAccess) => {
        const program = compiled(source, byAccess ? 'access' : 'statement')
        let state: State = initialState(program)
        for (const pick of picks) {
          const able = [...program.threads.keys()].filter((thread) => canStep(program, state, thread))
          const thread = able[pick % Math.max(1, able.length)]
          if (thread === undefined) return
          const into = new Int32Array(state.length)
          const written = accessesOf(program, state, thread).filter(({ writes }) => writes)
          const readLocks = program.layout.entities.filter(({ kind }) => kind === 'rwlock').map(({ offset }) => offset)
          takeStep(program, state, thread, into)
          for (const { object, offset, length, capacity } of program.layout.entities) {
            for (let word = offset; word < offset + length + capacity; word++) {
              const changed = state[word] !== into[word]
              const at = capacity > 0 ? object : object + word - offset
              // Readers come and go without standing in each other's way; the word that counts them changes all the same.
              if (changed && !readLocks.includes(word)) expect(written.map((access) => access.object)).toContain(at)
            }
          }
          state = into
        }
      }),
      { numRuns: 500 },
    )
  })
})
