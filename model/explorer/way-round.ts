import type { StateGraph } from './state-graph.ts'

/** A set of states that all lead to each other. */
export interface Cycle {
  graph: StateGraph
  /** By state: 1 where it belongs to the set. */
  inside: Uint8Array
}

/**
 * The threads that take a step on a short way from a state of a cycle round to it again, on which each of `moving` takes one
 * and each of `waiting` somewhere cannot.
 */
export function wayRound(
  { graph, inside }: Cycle,
  start: number,
  { moving, waiting }: { moving: readonly number[]; waiting: readonly number[] },
): number[] {
  const toMove = new Set(moving)
  const toWait = new Set(waiting)
  const way: number[] = []
  let at = start
  const arrive = (): void => {
    for (const thread of toWait) if (graph.isBlocked(at, thread)) toWait.delete(thread)
  }
  const go = (threads: readonly number[]): void => {
    for (const thread of threads) {
      at = graph.successor(at, thread)
      way.push(thread)
      toMove.delete(thread)
      arrive()
    }
  }
  const moves = (state: number, thread: number): boolean => inside[graph.successor(state, thread)] === 1
  arrive()
  while (toMove.size + toWait.size > 0) {
    go(
      pathTo(
        { graph, inside },
        at,
        (state) =>
          [...toWait].some((thread) => graph.isBlocked(state, thread)) ||
          [...toMove].some((thread) => moves(state, thread)),
      ),
    )
    const mover = [...toMove].find((thread) => moves(at, thread))
    if (mover !== undefined) go([mover])
  }
  go(pathTo({ graph, inside }, at, (state) => state === start))
  return way
}

/** The threads of a shortest way within a cycle to a state that is wanted; empty where it begins in one. */
function pathTo({ graph, inside }: Cycle, from: number, isWanted: (state: number) => boolean): number[] {
  const cameBy = new Map<number, { before: number; thread: number } | null>([[from, null]])
  for (const state of cameBy.keys()) {
    if (isWanted(state)) return stepsTo(cameBy, state)
    for (let thread = 0; thread < graph.threads; thread++) {
      const to = graph.successor(state, thread)
      if (inside[to] === 1 && !cameBy.has(to)) cameBy.set(to, { before: state, thread })
    }
  }
  throw new Error('there is no such state on the cycle')
}

function stepsTo(cameBy: ReadonlyMap<number, { before: number; thread: number } | null>, state: number): number[] {
  const steps: number[] = []
  for (let step = cameBy.get(state); step; step = cameBy.get(step.before)) steps.push(step.thread)
  return steps.reverse()
}
