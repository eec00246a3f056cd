import { CoEnabledRaces } from './co-enabled-races.ts'
import type { CompiledProgram, State } from './compiled-program.ts'
import { endingOf } from './ending.ts'
import type { Finding, RaceFinding } from './finding.ts'
import { canStep, nextStep } from './machine.ts'
import { sameState } from './same-state.ts'

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
 * finished or stopped has taken a step, or could not take one somewhere on the way, so that a fair scheduler can go round
 * for ever. Empty where there is no such circle.
 */
export function circleOf(program: CompiledProgram, states: readonly State[], threads: readonly number[]): number[] {
  const last = states.at(-1)
  if (!last) return []
  const unfinished = [...program.threads.keys()].filter((thread) => nextStep(program, last, thread) !== null)
  const since = new Set<number>()
  const waited = new Set<number>()
  for (let at = threads.length - 1; at >= 0; at--) {
    const state = states[at]
    if (!state) return []
    since.add(threads[at] ?? 0)
    for (const thread of unfinished) if (!canStep(program, state, thread)) waited.add(thread)
    if (sameState(state, last) && unfinished.every((thread) => since.has(thread) || waited.has(thread)))
      return unfinished.filter((thread) => since.has(thread))
  }
  return []
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
