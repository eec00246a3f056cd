import { describe, expect, it } from 'vitest'
import { compileProgram } from '../../../model/explorer/compile.ts'
import type { CompiledProgram, State } from '../../../model/explorer/compiled-program.ts'
import { initialState, takeStep } from '../../../model/explorer/machine.ts'
import { describeState } from '../../../model/explorer/snapshot.ts'
import { changesBetween } from './changes.ts'
import { shownSteps } from './shown-steps.ts'
import { findingsAt } from './walk-findings.ts'

function programOf(source: string): CompiledProgram {
  const compiled = compileProgram(source, 'statement')
  if (!compiled.ok) throw new Error(compiled.errors[0]?.message)
  return compiled.program
}

function statesAlong(program: CompiledProgram, threads: readonly number[]): State[] {
  const states = [initialState(program)]
  for (const thread of threads) {
    const before = states.at(-1) ?? initialState(program)
    const after = before.slice()
    takeStep(program, before, thread, after)
    states.push(after)
  }
  return states
}

const kindsAfter = (program: CompiledProgram, threads: readonly number[]): string[] =>
  findingsAt(program, statesAlong(program, threads), threads).map(({ kind }) => kind)

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
})

describe('changesBetween', () => {
  it('names what a step changed of the memory, the locks and its own locals', () => {
    const program = programOf('shared x = 1\nmutex m\nthread A {\n  lock(m)\n  x = 2\n}\nthread B {\n  skip\n}\n')
    const [first, second, third] = statesAlong(program, [0, 0]).map((state) => describeState(program, state))
    if (!first || !second || !third) throw new Error('there are three states')
    expect(changesBetween(first, second, 0)).toEqual([{ name: 'm', words: 'm held by A' }])
    expect(changesBetween(second, third, 0)).toEqual([{ name: 'x', words: 'x is 2' }])
    expect(changesBetween(third, third, 0)).toEqual([])
  })
})

describe('shownSteps', () => {
  const steps = Array.from({ length: 40 }, (_, line) => ({ line, text: `step ${line}` }))

  it('shows a short thread whole', () => {
    expect(shownSteps(steps.slice(0, 5), 4)).toMatchObject({ before: 0, after: 0 })
  })

  it('keeps the next step in view of a long one and says how much is left out', () => {
    const { steps: shown, before, after } = shownSteps(steps, 20)
    expect(shown.some(({ index }) => index === 20)).toBe(true)
    expect(before + shown.length + after).toBe(40)
    expect(shownSteps(steps, 40).after).toBe(0)
  })
})
