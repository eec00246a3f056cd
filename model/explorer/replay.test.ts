import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileProgram, type CompiledProgram } from './compile.ts'
import { canStep, initialState, takeStep, type State } from './machine.ts'
import { EXPLORER_PRESETS } from './presets.ts'
import { programText } from './program.arbitrary.ts'
import { decodeSchedule, encodeSchedule } from './replay.ts'

function compiled(source: string, granularity: 'statement' | 'access' = 'statement'): CompiledProgram {
  const result = compileProgram(source, granularity)
  if (!result.ok) throw new Error(JSON.stringify(result.errors))
  return result.program
}

/** Takes whatever step each number picks from the threads that can go. */
function anySchedule(program: CompiledProgram, picks: readonly number[]): number[] {
  const schedule: number[] = []
  let state: State = initialState(program)
  for (const pick of picks) {
    const able = [...program.threads.keys()].filter((thread) => canStep(program, state, thread))
    const thread = able[pick % Math.max(1, able.length)]
    if (thread === undefined) break
    schedule.push(thread)
    const after = new Int32Array(state.length)
    takeStep(program, state, thread, after)
    state = after
  }
  return schedule
}

const lostUpdate = EXPLORER_PRESETS.find(({ id }) => id === 'lost-update')?.source ?? ''

describe('a replay code', () => {
  it('survives a round trip', () => {
    fc.assert(
      fc.property(programText, fc.array(fc.nat(5), { maxLength: 40 }), fc.boolean(), (source, picks, byAccess) => {
        const program = compiled(source, byAccess ? 'access' : 'statement')
        const schedule = anySchedule(program, picks)
        expect(decodeSchedule(program, encodeSchedule(program, schedule))).toEqual({ ok: true, threads: schedule })
      }),
      { numRuns: 1000 },
    )
  })

  it('counts runs, and leaves a count of one out', () => {
    const program = compiled(lostUpdate)
    expect(encodeSchedule(program, [0, 0, 1, 0, 1, 1])).toBe(`${program.checksum}-2aba2b`)
    expect(encodeSchedule(program, [])).toBe(`${program.checksum}-`)
  })

  it('may be typed with spaces around it and in capitals', () => {
    const program = compiled(lostUpdate)
    expect(decodeSchedule(program, ` ${program.checksum.toUpperCase()}-3A3B\n`)).toMatchObject({ ok: true })
  })

  it('does not change with comments and spaces, and does with anything else', () => {
    const { checksum } = compiled(lostUpdate)
    expect(compiled(lostUpdate.replaceAll('\n', '\n\n // words\n')).checksum).toBe(checksum)
    expect(compiled(lostUpdate.replace('x + 1', 'x + 2')).checksum).not.toBe(checksum)
    expect(compiled(lostUpdate, 'access').checksum).not.toBe(checksum)
  })

  it('does not change with the lines that braces stand on', () => {
    const long =
      'shared n = 1\nthread A {\n  while n {\n    if n {\n      n = 0\n    }\n    else {\n      skip\n    }\n  }\n}\nthread B {\n}\n'
    const short = 'shared n = 1; thread A { while n { if n { n = 0 } else { skip } } }; thread B { }'
    expect(compiled(short).checksum).toBe(compiled(long).checksum)
  })

  it.each([
    ['of another program', '0000-3a', 'This replay code is of another program, or of this one in other steps.'],
    ['that is none', 'hello', 'This is not a replay code; one looks like “k3f9-3a2ba”.'],
    ['with a count and no thread', '*-3', 'This is not a replay code; one looks like “k3f9-3a2ba”.'],
    ['past the end of a thread', '*-4a', 'Step 4 of this replay code cannot be taken: A has finished.'],
    [
      'of a thread that is not there',
      '*-ac',
      'Step 2 of this replay code cannot be taken: the program has 2 threads only.',
    ],
    ['without end', '*-999999a', 'This replay code has more than 100,000 steps.'],
  ])('%s says so', (_, code, reason) => {
    const program = compiled(lostUpdate)
    expect(decodeSchedule(program, code.replace('*', program.checksum))).toEqual({ ok: false, reason })
  })

  it('with a step of a blocked or stopped thread says so', () => {
    const program = compiled('mutex m\nthread A { lock(m) }\nthread B { lock(m) }\nthread C { assert 0 }')
    const reasonOf = (steps: string): unknown => decodeSchedule(program, `${program.checksum}-${steps}`)
    expect(reasonOf('ab')).toMatchObject({ reason: 'Step 2 of this replay code cannot be taken: B is blocked.' })
    expect(reasonOf('2c')).toMatchObject({ reason: 'Step 2 of this replay code cannot be taken: C has stopped.' })
  })
})
