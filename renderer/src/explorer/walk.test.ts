import { describe, expect, it } from 'vitest'
import { compileProgram } from '../../../model/explorer/compile.ts'
import type { CompiledProgram, State } from '../../../model/explorer/compiled-program.ts'
import { initialState, takeStep } from '../../../model/explorer/machine.ts'
import { describeState } from '../../../model/explorer/snapshot.ts'
import { changesBetween } from './changes.ts'
import { shownSteps } from './shown-steps.ts'

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
