import type { StateGraph } from './state-graph.ts'

/**
 * How many ways lead from the first state to each group of states, in a graph whose order is given; null for a group
 * with a state that the order leaves out, since there is no end to the ways to it.
 */
export function countPaths(
  graph: StateGraph,
  order: Int32Array,
  groups: readonly (readonly number[])[],
): (bigint | null)[] {
  const inOrder = new Uint8Array(graph.size)
  for (const state of order) inOrder[state] = 1
  const ways = countInDoubles(graph, order) ?? countInBigInts(graph, order)
  return groups.map((states) => {
    if (states.some((state) => inOrder[state] !== 1)) return null
    return states.reduce((sum, state) => sum + BigInt(ways[state] ?? 0), 0n)
  })
}

/** Null where a count is too large to be exact in a double. */
function countInDoubles(graph: StateGraph, order: Int32Array): Float64Array | null {
  const ways = new Float64Array(graph.size)
  ways[0] = 1
  for (const from of order) {
    const here = ways[from] ?? 0
    if (here > Number.MAX_SAFE_INTEGER) return null
    for (let thread = 0; thread < graph.threads; thread++) {
      const to = graph.successor(from, thread)
      if (to >= 0) ways[to] = (ways[to] ?? 0) + here
    }
  }
  return ways
}

function countInBigInts(graph: StateGraph, order: Int32Array): bigint[] {
  const ways: bigint[] = Array.from({ length: graph.size }, () => 0n)
  ways[0] = 1n
  for (const from of order) {
    const here = ways[from] ?? 0n
    let isEnd = true
    for (let thread = 0; thread < graph.threads; thread++) {
      const to = graph.successor(from, thread)
      if (to < 0) continue
      isEnd = false
      ways[to] = (ways[to] ?? 0n) + here
    }
    // What is behind us is not asked for any more; only ends are.
    if (!isEnd) ways[from] = 0n
  }
  return ways
}
