import type { StateGraph } from './state-graph.ts'

/**
 * Calls back with each set of two or more states that all lead to each other, and each single state with a step to
 * itself (Tarjan 1972, with a stack of its own in place of recursion). The set is valid only during the call.
 * @param settled states on no cycle, which are not looked at
 */
export function eachCycle(graph: StateGraph, settled: Int32Array, visit: (states: Int32Array) => void): void {
  const { size, threads } = graph
  /** Order of discovery from 1; 0 where not yet found. Settled and finished states have the largest number. */
  const found = new Int32Array(size)
  const DONE = 0x7fffffff
  for (const state of settled) found[state] = DONE
  const lowest = new Int32Array(size)
  const stack = new Int32Array(size)
  const path = new Int32Array(size)
  const nextThread = new Int8Array(size)
  let counter = 0
  let stacked = 0

  for (let root = 0; root < size; root++) {
    if (found[root] !== 0) continue
    let depth = 0
    const enter = (state: number): void => {
      counter++
      found[state] = counter
      lowest[state] = counter
      stack[stacked++] = state
      path[depth++] = state
    }
    enter(root)
    while (depth > 0) {
      const state = path[depth - 1] ?? 0
      const thread = nextThread[state] ?? 0
      if (thread < threads) {
        nextThread[state] = thread + 1
        const to = graph.successor(state, thread)
        if (to < 0) continue
        const order = found[to] ?? 0
        if (order === 0) enter(to)
        else if (order !== DONE) lowest[state] = Math.min(lowest[state] ?? 0, order)
        continue
      }
      depth--
      const low = lowest[state] ?? 0
      const parent = path[depth - 1]
      if (depth > 0 && parent !== undefined) lowest[parent] = Math.min(lowest[parent] ?? 0, low)
      if (low !== found[state]) continue
      let from = stacked
      do from--
      while (stack[from] !== state)
      const component = stack.subarray(from, stacked)
      if (component.length > 1 || leadsToItself(graph, state)) visit(component)
      for (const member of component) found[member] = DONE
      stacked = from
    }
  }
}

function leadsToItself(graph: StateGraph, state: number): boolean {
  for (let thread = 0; thread < graph.threads; thread++) if (graph.successor(state, thread) === state) return true
  return false
}
