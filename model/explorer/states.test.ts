import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileProgram, type CompiledProgram } from './compile.ts'
import type { Exploration } from './exploration.ts'
import type { Finding } from './finding.ts'
import { runNaively } from './naive.oracle.ts'
import { EXPLORER_PRESETS, diningPhilosophers } from './presets.ts'
import { programText } from './program.arbitrary.ts'
import type { Granularity } from './program.ts'
import { exploreStates } from './states.ts'

const MOST = { states: 100_000, depth: 100_000 }
const GRANULARITIES: readonly Granularity[] = ['statement', 'access']

function compiled(source: string, granularity: Granularity = 'statement'): CompiledProgram {
  const result = compileProgram(source, granularity)
  if (!result.ok) throw new Error(JSON.stringify(result.errors))
  return result.program
}

const search = (source: string, granularity: Granularity = 'statement', most = MOST): Exploration =>
  exploreStates(compiled(source, granularity), { search: 'states', most })

const kinds = ({ findings }: Exploration): Finding['kind'][] => [
  ...new Set(findings.map((found) => found.finding.kind)),
]

describe('the lost update', () => {
  const source = EXPLORER_PRESETS.find(({ id }) => id === 'lost-update')?.source ?? ''

  it.each(GRANULARITIES)('has 20 schedules by %s, of which 2 give the right sum', (granularity) => {
    const { schedules, outcomes, complete } = search(source, granularity)
    expect({ schedules, complete }).toEqual({ schedules: 20n, complete: true })
    expect(outcomes.map(({ ending, values, schedules: count }) => [ending, values['counter'], count])).toEqual([
      ['right', 7, 2n],
      ['wrong', 6, 18n],
    ])
  })

  it('is found by a shortest schedule', () => {
    const { outcomes } = search(source)
    expect(outcomes.find(({ ending }) => ending === 'wrong')?.replay).toMatch(/-2aba2b$/)
  })

  it('is two steps a thread where it is written in one statement, by access', () => {
    const text = 'shared n\nthread T[2] { n = n + 1 }\nexpect n == 2'
    expect(search(text, 'access').schedules).toBe(6n)
    expect(search(text, 'access').outcomes.map(({ ending, schedules }) => [ending, schedules])).toEqual([
      ['right', 2n],
      ['wrong', 4n],
    ])
    expect(search(text).outcomes.map(({ ending, schedules }) => [ending, schedules])).toEqual([['right', 2n]])
  })
})

describe('presets', () => {
  it.each(GRANULARITIES)('show what they promise and nothing worse, by %s', (granularity) => {
    for (const { id, source, goal } of EXPLORER_PRESETS) {
      const result = search(source, granularity)
      expect(result.complete, id).toBe(true)
      if (goal === null) expect(kinds(result), id).toEqual([])
      else expect(kinds(result), id).toContain(goal)
    }
  })

  it('have ids of their own, and their groups follow each other', () => {
    expect(new Set(EXPLORER_PRESETS.map(({ id }) => id)).size).toBe(EXPLORER_PRESETS.length)
    const groups = EXPLORER_PRESETS.map(({ group }) => group).filter((group, at, all) => group !== all[at - 1])
    expect(new Set(groups).size).toBe(groups.length)
  })

  it.each([
    ['two-locks', ['deadlock']],
    ['two-locks-trylock', ['livelock']],
    ['philosophers', ['deadlock']],
    ['check-then-act', ['expectation', 'race']],
    ['bounded-buffer-if', ['assertion', 'deadlock']],
  ])('%s has these findings alone', (id, expected) => {
    const source = EXPLORER_PRESETS.find((preset) => preset.id === id)?.source ?? ''
    expect(kinds(search(source)).sort()).toEqual(expected)
  })

  it('names the circle of a deadlock', () => {
    const { findings } = search(diningPhilosophers(3))
    expect(findings).toHaveLength(1)
    expect(findings[0]?.finding).toMatchObject({ kind: 'deadlock', cycle: [0, 1, 2] })
    expect(findings[0]?.replay).toMatch(/-abc$/)
  })
})

describe('small programs', () => {
  it.each(GRANULARITIES)(
    'come out as when every schedule is run on its own, by %s',
    { timeout: 180_000 },
    (granularity) => {
      let compared = 0
      fc.assert(
        fc.property(programText, (source) => {
          const result = search(source, granularity)
          // Spares the long way round where it is sure to be given up.
          if (result.schedules !== null && result.schedules > 600n) return
          const naive = runNaively(source, granularity, 300)
          if (naive === null) return
          compared++
          expect(outcomesOf(result)).toEqual(Object.fromEntries([...naive.outcomes].sort()))
          expect(findingsOf(result)).toEqual([...naive.findings].sort())
          expect(result.schedules).toBe([...naive.outcomes.values()].reduce((sum, count) => sum + BigInt(count), 0n))
        }),
        { numRuns: 3500, seed: 20 },
      )
      expect(compared).toBeGreaterThan(1000)
    },
  )
})

function outcomesOf({ outcomes }: Exploration): Record<string, number> {
  const entries = outcomes.map(({ ending, values, schedules }): [string, number] => [
    `${ending} ${JSON.stringify(values)}`,
    Number(schedules ?? -1n),
  ])
  return Object.fromEntries(entries.sort())
}

/** Those that running each schedule alone can find, in the words of the oracle. */
function findingsOf({ findings }: Exploration): string[] {
  const words = findings.flatMap(({ finding }): string[] => {
    switch (finding.kind) {
      case 'assertion':
        return [`assertion ${String(finding.thread)} line ${String(finding.line)}`]
      case 'misuse':
        return [`misuse ${finding.misuse} ${String(finding.thread)} line ${String(finding.line)}`]
      case 'deadlock':
        return [`deadlock ${finding.waiting.map(({ thread, line }) => `${String(thread)}@${String(line)}`).join()}`]
      case 'expectation':
        return [`expectation line ${String(finding.line)}`]
      case 'race':
      case 'livelock':
        return []
    }
  })
  return [...new Set(words)].sort()
}

describe('endless programs', () => {
  it('have no count of schedules where a thread can wait in a loop', () => {
    const result = search('atomic go\nthread A { while !go { } }\nthread B { go = 1 }')
    expect(result.schedules).toBeNull()
    expect(result.outcomes).toMatchObject([{ ending: 'finished', schedules: null }])
    expect(kinds(result)).toEqual([])
  })

  it('keep the count of the outcomes that no loop comes before', () => {
    const result = search('atomic go\nthread A { if go == 0 { assert 0 }\nwhile go == 1 { } }\nthread B { go = 1 }')
    expect(result.outcomes.map(({ ending, schedules }) => [ending, schedules])).toEqual([['stopped', 2n]])
    expect(result.schedules).toBeNull()
  })

  it('are a livelock where a loop waits for what nobody does', () => {
    const { findings } = search('atomic go\nthread A { while !go { } }\nthread B { skip }')
    expect(findings.map(({ finding }) => finding)).toEqual([{ kind: 'livelock', threads: [0] }])
  })

  it('are none where only an unfair scheduler could stay in the loop', () => {
    expect(
      kinds(search('mutex m\natomic go\nthread A { while !go { lock(m); unlock(m) } }\nthread B { go = 1 }')),
    ).toEqual([])
  })

  it('are one where a thread is kept from a lock again and again', () => {
    const text =
      'mutex m\natomic go\nthread A { while !go { lock(m); unlock(m) } }\nthread B { lock(m); go = 1; unlock(m) }'
    expect(kinds(search(text))).toEqual(['livelock'])
  })

  it('end at the bound on states and say so', () => {
    const result = search('atomic n\nthread A { while 1 { n = n + 1 } }', 'statement', { states: 1000, depth: 1e9 })
    expect(result).toMatchObject({ complete: false, bound: 'states', states: 1000, schedules: null, outcomes: [] })
  })

  it('end at the bound on depth and say so', () => {
    const result = search('atomic n\nthread A { while 1 { n = n + 1 } }', 'statement', { states: 1e9, depth: 50 })
    expect(result).toMatchObject({ complete: false, bound: 'depth', states: 51 })
  })
})

describe('bounds', () => {
  it('that are just wide enough leave nothing out', () => {
    const source = EXPLORER_PRESETS.find(({ id }) => id === 'lost-update')?.source ?? ''
    expect(search(source, 'statement', { states: 22, depth: 6 })).toMatchObject({ complete: true, states: 22 })
    expect(search(source, 'statement', { states: 21, depth: 6 })).toMatchObject({ complete: false, bound: 'states' })
    expect(search(source, 'statement', { states: 22, depth: 5 })).toMatchObject({ complete: false, bound: 'depth' })
  })
})

describe('large counts', () => {
  it('are exact beyond 2^53', () => {
    // Eight threads of two steps each that do not wait: 16! / 2^8 orders.
    const { schedules } = search('atomic a\nthread T[8] { atomic_add(a, 1); skip }')
    expect(schedules).toBe(81_729_648_000n)
    // Four threads of ten: 40! / 10!^4, about 4.7e21.
    const ten = Array.from({ length: 10 }, () => 'skip').join('; ')
    expect(search(`thread T[4] { ${ten} }`).schedules).toBe(4_705_360_871_073_570_227_520n)
  })
})

describe('races', () => {
  const races = (source: string): unknown[] =>
    search(source).findings.flatMap(({ finding }) => (finding.kind === 'race' ? [finding] : []))

  it('are a plain store against any other access', () => {
    expect(races('shared a\nthread A { a = 1 }\nthread B {\nlocal x = a }')).toEqual([
      { kind: 'race', object: 'a', between: [{ thread: 0, line: 2 }, { thread: 1, line: 4 }] }, // prettier-ignore
    ])
    expect(races('shared a\nthread A { a = 1 }\nthread B { atomic_add(a, 1) }')).toHaveLength(1)
  })

  it('are not two loads, two elements, two atomic accesses, or accesses under one lock', () => {
    expect(races('shared a\nthread T[2] { local x = a }')).toEqual([])
    expect(races('shared a[2]\nthread T[2] { a[id] = 1 }')).toEqual([])
    expect(races('atomic a\nthread T[2] { a = 1 }')).toEqual([])
    expect(races('shared a\nthread T[2] { atomic_add(a, 1) }')).toEqual([])
    expect(races('shared a\nmutex m\nthread T[2] { lock(m); a = 1; unlock(m) }')).toEqual([])
  })

  it('are found in an element whose index is only known in the run', () => {
    expect(races('shared a[3]\natomic i = 2\nthread A { a[i] = 1 }\nthread B { a[2] = 1 }')).toMatchObject([
      { object: 'a[2]' },
    ])
  })

  it('are not where a channel hands the variable over', () => {
    expect(races('shared a\nchannel c[1]\nthread A { a = 1; send(c, 1) }\nthread B { receive(c); a = 2 }')).toEqual([])
  })
})
