import type { CompiledProgram } from './compiled-program.ts'
import { initialState, nextStep } from './machine.ts'
import type { StateGraph } from './state-graph.ts'
import type { StateStore } from './state-store.ts'
import { eachCycle } from './strong-components.ts'
import { wayRound } from './way-round.ts'

export interface FoundLivelock {
  threads: number[]
  /** The state of the cycle that is nearest to the beginning. */
  state: number
  /** The threads that take a step on a way round from there, on which each of `threads` does. */
  round: number[]
}

/**
 * Cycles on which a fair scheduler can stay for ever: each thread that has not finished takes a step on it, or is
 * blocked somewhere on it, so that nobody is passed over who could go all the time (weak fairness).
 * @param settled states on no cycle
 */
export function findLivelocks(
  program: CompiledProgram,
  store: StateStore,
  graph: StateGraph,
  settled: Int32Array,
): FoundLivelock[] {
  const livelocks = new Map<number, FoundLivelock>()
  const inside = new Uint8Array(graph.size)
  eachCycle(graph, settled, (states) => {
    for (const state of states) inside[state] = 1
    const livelock = livelockOn(program, store, graph, states, inside)
    if (livelock !== null) {
      const { moving, state } = livelock
      const key = moving.reduce((bits, thread) => bits | (1 << thread), 0)
      const before = livelocks.get(key)
      if (before === undefined || state < before.state)
        livelocks.set(key, { threads: moving, state, round: wayRound({ graph, inside }, state, livelock) })
    }
    for (const state of states) inside[state] = 0
  })
  return [...livelocks.values()].sort((a, b) => a.state - b.state)
}

function livelockOn(
  program: CompiledProgram,
  store: StateStore,
  graph: StateGraph,
  states: Int32Array,
  inside: Uint8Array,
): { moving: number[]; waiting: number[]; state: number } | null {
  const threads = [...program.threads.keys()]
  const state = states.reduce((least, candidate) => Math.min(least, candidate))
  const words = initialState(program)
  store.read(state, words)
  // Nobody finishes or stops on a cycle, so that these are the same in all its states.
  const unfinished = threads.filter((thread) => nextStep(program, words, thread) !== null)
  const moving = unfinished.filter((thread) => states.some((from) => inside[graph.successor(from, thread)] === 1))
  const waiting = unfinished.filter((thread) => !moving.includes(thread))
  const isFair = waiting.every((thread) => states.some((at) => graph.isBlocked(at, thread)))
  return isFair ? { moving, waiting, state } : null
}
