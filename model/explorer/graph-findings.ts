import type { CompiledProgram, State } from './compiled-program.ts'
import { countPaths } from './count-paths.ts'
import { endingOf, type Ending } from './ending.ts'
import type { Exploration, FoundFinding, ProgramOutcome } from './exploration.ts'
import type { Finding } from './finding.ts'
import { encodeSchedule } from './replay.ts'
import type { StateGraph } from './state-graph.ts'

interface KnownOutcome extends Pick<Ending, 'ending' | 'values'> {
  /** Numbers of the states that end so, the nearest to the beginning first. */
  states: number[]
}

/** What is said of a finding beside the way to it. */
type Needs = Pick<FoundFinding, 'preemptions'>

/** Collects what a search that keeps the graph of states meets: each outcome and each finding once, with the first way to it. */
export class GraphFindings {
  readonly #program: CompiledProgram
  readonly #graph: StateGraph
  readonly #outcomes = new Map<string, KnownOutcome>()
  readonly #findings = new Map<string, FoundFinding>()

  constructor(program: CompiledProgram, graph: StateGraph) {
    this.#program = program
    this.#graph = graph
  }

  /** @param at the number of a state in which no thread can go on */
  end(state: State, at: number, needs: Needs = {}): void {
    const met = endingOf(this.#program, state)
    if (met === null) throw new Error('a thread can go on, and cannot')
    const { ending, values, findings } = met
    const key = JSON.stringify([ending, values])
    const known = this.#outcomes.get(key)
    if (known === undefined) this.#outcomes.set(key, { ending, values, states: [at] })
    else known.states.push(at)
    for (const finding of findings) this.find(finding, at, needs)
  }

  /** @param at the number of the state it was found in @param then the threads that go on from there to it */
  find(finding: Finding, at: number, { then = [], ...needs }: Needs & { then?: readonly number[] } = {}): void {
    const key = JSON.stringify(finding)
    if (this.#findings.has(key)) return
    const replay = encodeSchedule(this.#program, [...this.#graph.pathTo(at), ...then])
    this.#findings.set(key, { finding, replay, ...needs })
  }

  /** @param order the topological order of the graph @param isWhole whether schedules can be counted: nothing was left out */
  found(order: Int32Array, isWhole: boolean): Pick<Exploration, 'schedules' | 'outcomes' | 'findings'> {
    const known = [...this.#outcomes.values()]
    const groups = known.map(({ states }) => states)
    const ways = isWhole ? countPaths(this.#graph, order, groups) : null
    const isEndless = order.length < this.#graph.size
    return {
      schedules: ways === null || isEndless ? null : ways.reduce<bigint>((sum, count) => sum + (count ?? 0n), 0n),
      outcomes: known.map(({ ending, values, states }, index): ProgramOutcome => {
        const replay = encodeSchedule(this.#program, this.#graph.pathTo(states[0] ?? 0))
        return { ending, values, schedules: ways?.[index] ?? null, replay }
      }),
      findings: [...this.#findings.values()],
    }
  }
}
