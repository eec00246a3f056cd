import { CoEnabledRaces } from '../../../model/explorer/co-enabled-races.ts'
import type { CompiledProgram, State } from '../../../model/explorer/compiled-program.ts'
import { endingOf } from '../../../model/explorer/ending.ts'
import type { Finding, RaceFinding } from '../../../model/explorer/finding.ts'
import { canStep, isFinished } from '../../../model/explorer/machine.ts'
import { sameState } from '../../../model/explorer/same-state.ts'

/** Pairs of threads whose next steps race in this state, since both can go and nothing orders them. */
export function racesIn(program: CompiledProgram, state: State): RaceFinding[] {
  const found: RaceFinding[] = []
  const able = program.threads.reduce(
    (bits, _, thread) => (canStep(program, state, thread) ? bits | (1 << thread) : bits),
    0,
  )
  new CoEnabledRaces(program, (race) => found.push(race)).look(state, able)
  return found
}

/**
 * The threads that have gone in a circle: the last state has been there before, and since then every thread that has not
 * finished has taken a step. Empty where they have not.
 */
export function circleOf(program: CompiledProgram, states: readonly State[], threads: readonly number[]): number[] {
  const last = states.at(-1)
  if (!last) return []
  const unfinished = program.threads.flatMap((_, thread) => (isFinished(program, last, thread) ? [] : [thread]))
  const before = states.slice(0, -1).findLastIndex((state, index) => {
    if (!sameState(state, last)) return false
    const since = new Set(threads.slice(index))
    return unfinished.every((thread) => since.has(thread))
  })
  return before === -1 ? [] : unfinished
}

/** What is wrong at the end of a schedule, besides what its steps showed: a deadlock, a wrong end, a race, a circle. */
export function findingsAt(program: CompiledProgram, states: readonly State[], threads: readonly number[]): Finding[] {
  const last = states.at(-1)
  if (!last) return []
  const circle = circleOf(program, states, threads)
  return [
    ...(endingOf(program, last)?.findings ?? []),
    ...racesIn(program, last),
    ...(circle.length > 0 ? [{ kind: 'livelock' as const, threads: circle }] : []),
  ]
}
