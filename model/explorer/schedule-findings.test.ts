import { describe, expect, it } from 'vitest'
import { compileProgram } from './compile.ts'
import type { CompiledProgram, State } from './compiled-program.ts'
import { initialState, takeStep } from './machine.ts'
import { findingsAt } from './schedule-findings.ts'

function programOf(source: string): CompiledProgram {
  const compiled = compileProgram(source, 'statement')
  if (!compiled.ok) throw new Error(compiled.errors[0]?.message)
  return compiled.program
}

function kindsAfter(program: CompiledProgram, threads: readonly number[]): string[] {
  const states: State[] = [initialState(program)]
  for (const thread of threads) {
    const before = states.at(-1) ?? initialState(program)
    const after = before.slice()
    takeStep(program, before, thread, after)
    states.push(after)
  }
  return findingsAt(program, states, threads).map(({ kind }) => kind)
}

describe('findingsAt', () => {
  it('tells a race as soon as two accesses stand side by side', () => {
    const program = programOf('shared x = 0\nthread A[2] {\n  x = 1\n}\n')
    expect(kindsAfter(program, [])).toEqual(['race'])
    expect(kindsAfter(program, [0])).toEqual([])
  })

  it('tells a deadlock and a wrong end', () => {
    const locks = 'mutex a\nmutex b\nthread A {\n  lock(a)\n  lock(b)\n}\nthread B {\n  lock(b)\n  lock(a)\n}\n'
    expect(kindsAfter(programOf(locks), [0, 1])).toEqual(['deadlock'])
    expect(kindsAfter(programOf('atomic x = 0\nthread A {\n  x = 1\n}\nexpect x == 2\n'), [0])).toEqual(['expectation'])
  })

  it('calls it a livelock only when every thread has taken its turn in the circle', () => {
    const program = programOf('atomic x = 0\nthread A[2] {\n  while x == 0 {\n    skip\n  }\n}\n')
    expect(kindsAfter(program, [0, 0])).toEqual([])
    expect(kindsAfter(program, [0, 0, 1, 1])).toEqual(['livelock'])
  })

  it('calls it a livelock beside a thread that has stopped', () => {
    const program = programOf('atomic x\nthread A { while x == 0 { skip } }\nthread B { assert x }')
    expect(kindsAfter(program, [0, 0])).toEqual([])
    expect(kindsAfter(program, [1, 0, 0])).toEqual(['livelock'])
  })

  it('calls it a livelock where a thread is kept from a lock on the way round', () => {
    const program = programOf('atomic x; mutex m; thread A { while !x { lock(m); unlock(m) } }; thread B { lock(m) }')
    expect(kindsAfter(program, [0, 0, 0])).toEqual(['livelock'])
  })
})
