import type { CompiledProgram } from '../../../model/explorer/compile.ts'
import { endingOf } from '../../../model/explorer/ending.ts'
import { canStep, initialState, takeStep, type State } from '../../../model/explorer/machine.ts'
import { addEnds, allEnds, NO_ENDS, type Ending, type Ends } from './ends.ts'

/** A state after so many steps of each thread. The same state after other numbers of steps is another node. */
export interface SpaceNode {
  state: State
  /** Steps taken, by thread. */
  counts: readonly number[]
  /** The node after one more step of a thread, by thread; null where that thread cannot go on. */
  next: readonly (number | null)[]
  /** How the program ended, for a node without a next one. */
  ending: Ending | null
  /** In how many ways a schedule gets here. */
  ways: number
  /** The schedules that go on from here, by what they end in. */
  ends: Ends
}

/** Every schedule of a small program, as a graph from its first state to its last ones; the nodes stand in order of steps. */
export interface ScheduleSpace {
  nodes: readonly SpaceNode[]
  /** All schedules. */
  schedules: number
}

/** Beyond these a picture of the space could not be read, and counting it would keep the window waiting. */
const MOST_NODES = 4000
const MOST_SCHEDULES = Number.MAX_SAFE_INTEGER

interface Growing {
  state: State
  counts: number[]
  next: (number | null)[]
  ending: Ending | null
  ways: number
}

/** The whole space of a program's schedules; null where it is too large or a loop makes it endless. */
export function spaceOf(program: CompiledProgram): ScheduleSpace | null {
  const growing = grow(program)
  if (!growing) return null
  const ends = endsOf(growing)
  const nodes = growing.map((node, index) => ({ ...node, ends: ends[index] ?? NO_ENDS }))
  const schedules = allEnds(nodes[0]?.ends ?? NO_ENDS)
  return schedules <= MOST_SCHEDULES ? { nodes, schedules } : null
}

/** Breadth first: all nodes after n steps stand before all after n + 1. */
function grow(program: CompiledProgram): Growing[] | null {
  const threads = program.threads.map((_, thread) => thread)
  const first: Growing = { state: initialState(program), counts: threads.map(() => 0), next: [], ending: null, ways: 1 }
  const nodes = [first]
  let known = new Map<string, number>()
  let level = 0
  for (const node of nodes) {
    const steps = node.counts.reduce((sum, count) => sum + count, 0)
    if (steps > level) {
      level = steps
      // Nodes of an earlier level cannot come up again.
      known = new Map([...known].filter(([, index]) => stepsOf(nodes[index]) >= level))
    }
    node.next = threads.map((thread) => {
      if (!canStep(program, node.state, thread)) return null
      const state = node.state.slice()
      takeStep(program, node.state, thread, state)
      const counts = node.counts.map((count, index) => (index === thread ? count + 1 : count))
      const key = `${counts.join()};${state.join()}`
      const index = known.get(key) ?? nodes.push({ state, counts, next: [], ending: null, ways: 0 }) - 1
      known.set(key, index)
      const successor = nodes[index]
      if (successor) successor.ways += node.ways
      return index
    })
    if (nodes.length > MOST_NODES) return null
    if (node.next.every((index) => index === null)) node.ending = endingOf(program, node.state)?.ending ?? null
  }
  return nodes
}

const stepsOf = (node: Growing | undefined): number => node?.counts.reduce((sum, count) => sum + count, 0) ?? 0

/** From the last node to the first, as each one's successors come after it. */
function endsOf(nodes: readonly Growing[]): Ends[] {
  const ends: Ends[] = nodes.map(() => NO_ENDS)
  for (let index = nodes.length - 1; index >= 0; index--) {
    const node = nodes[index]
    if (!node) continue
    const own = node.ending === null ? NO_ENDS : { ...NO_ENDS, [node.ending]: 1 }
    const onward = node.next.flatMap((next) => (next === null ? [] : [ends[next] ?? NO_ENDS]))
    ends[index] = onward.reduce(addEnds, own)
  }
  return ends
}

/** The node to which a schedule leads. */
export function nodeAfter(space: ScheduleSpace, threads: readonly number[]): SpaceNode | null {
  let node = space.nodes[0] ?? null
  for (const thread of threads) node = space.nodes[node?.next[thread] ?? -1] ?? null
  return node
}

/** Every schedule with its ending, one after another, the first thread first. */
export function* schedulesOf(space: ScheduleSpace): Generator<{ threads: readonly number[]; end: SpaceNode }> {
  function* from(index: number, threads: readonly number[]): Generator<{ threads: readonly number[]; end: SpaceNode }> {
    const node = space.nodes[index]
    if (!node) return
    if (node.ending !== null) return yield { threads, end: node }
    for (const [thread, next] of node.next.entries()) {
      if (next !== null) yield* from(next, [...threads, thread])
    }
  }
  yield* from(0, [])
}
