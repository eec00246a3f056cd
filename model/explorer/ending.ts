import type { CompiledProgram, State } from './compiled-program.ts'
import { deadlockIn } from './deadlock.ts'
import type { ProgramOutcome } from './exploration.ts'
import type { DeadlockFinding, ExpectationFinding } from './finding.ts'
import { elementName, holdsValue } from './layout.ts'
import { canStep, isFinished, isStopped } from './machine.ts'
import { wordAt } from './words.ts'

/** How a program ended, and what was wrong with the end itself. */
export interface Ending {
  ending: ProgramOutcome['ending']
  values: ProgramOutcome['values']
  findings: readonly (DeadlockFinding | ExpectationFinding)[]
}

/** How the program ends in this state; null where some thread can still go on. */
export function endingOf(program: CompiledProgram, state: State): Ending | null {
  let finished = true
  let stuck = false
  for (const thread of program.threads.keys()) {
    if (canStep(program, state, thread)) return null
    if (isFinished(program, state, thread)) continue
    finished = false
    if (!isStopped(program, state, thread)) stuck = true
  }
  const values = sharedValues(program, state)
  if (stuck) return { ending: 'stuck', values, findings: [deadlockIn(program, state)] }
  if (!finished) return { ending: 'stopped', values, findings: [] }
  if (program.expectations.length === 0) return { ending: 'finished', values, findings: [] }
  const findings = failedExpectations(program, state)
  return { ending: findings.length === 0 ? 'right' : 'wrong', values, findings }
}

function failedExpectations({ expectations }: CompiledProgram, state: State): ExpectationFinding[] {
  return expectations.flatMap(({ line, text, holds }) => (holds(state) ? [] : [{ kind: 'expectation', line, text }]))
}

/** The shared and atomic variables by name, as in `counter` or `flag[1]`. */
export function sharedValues({ layout }: CompiledProgram, state: State): Record<string, number> {
  const variables = layout.entities.filter(({ kind }) => holdsValue(kind))
  return Object.fromEntries(
    variables.flatMap((entity) =>
      Array.from({ length: entity.length }, (_, index) => [
        elementName(entity, index),
        wordAt(state, entity.offset + index),
      ]),
    ),
  )
}
