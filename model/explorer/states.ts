import { CoEnabledRaces } from './co-enabled-races.ts'
import type { CompiledProgram, State } from './compiled-program.ts'
import type { Exploration, ExploreOptions } from './exploration.ts'
import { findLivelocks } from './find-livelocks.ts'
import { GraphFindings } from './graph-findings.ts'
import { initialState, takeStep } from './machine.ts'
import { StateGraph } from './state-graph.ts'
import { StateStore } from './state-store.ts'
import { threadsThatCanStep } from './thread-set.ts'

const PROGRESS_EVERY = 8192

/**
 * Looks at every state that any schedule can come to, once each, the ones with the shortest way to them first; the replay
 * codes are therefore shortest, and that of a livelock then goes round once. Schedules are counted as the ways through the
 * graph of states.
 */
export function exploreStates(program: CompiledProgram, { most, onProgress }: ExploreOptions): Exploration {
  const search = new StateSearch(program, most.states)
  const bound = search.run(most.depth, onProgress)
  return search.result(bound, most.depth)
}

class StateSearch {
  readonly #program: CompiledProgram
  readonly #store: StateStore
  readonly #graph: StateGraph
  readonly #races: CoEnabledRaces
  readonly #findings: GraphFindings
  readonly #state: State
  readonly #after: State
  /** The number of the state that is looked at. */
  #at = 0
  #steps = 0
  #isFull = false

  constructor(program: CompiledProgram, mostStates: number) {
    this.#program = program
    this.#store = new StateStore(program.words, Math.max(1, mostStates))
    this.#graph = new StateGraph(program.threads.length)
    this.#findings = new GraphFindings(program, this.#graph)
    this.#state = initialState(program)
    this.#after = initialState(program)
    this.#races = new CoEnabledRaces(program, (race) => {
      this.#findings.find(race, this.#at)
    })
    this.#store.add(this.#state)
    this.#graph.add(-1, 0)
  }

  /**
   * Takes the steps from each state until there is no new one. When no more fit, those that are there are looked at to
   * the end. Gives the bound that left something out.
   */
  run(mostDepth: number, onProgress: ((states: number) => void) | undefined): Exploration['bound'] {
    let depth = 0
    let endOfDepth = this.#store.size
    let isTooDeep = false
    for (; this.#at < this.#store.size; this.#at++) {
      if (this.#at === endOfDepth) {
        depth++
        endOfDepth = this.#store.size
      }
      this.#store.read(this.#at, this.#state)
      const able = threadsThatCanStep(this.#program, this.#state)
      if (able === 0) this.#findings.end(this.#state, this.#at)
      else if (depth >= mostDepth) isTooDeep = true
      else this.#expand(able)
      if (this.#at % PROGRESS_EVERY === PROGRESS_EVERY - 1) onProgress?.(this.#store.size)
    }
    if (this.#isFull) return 'states'
    return isTooDeep ? 'depth' : null
  }

  result(bound: Exploration['bound'], mostSteps: number): Exploration {
    const order = this.#graph.topologicalOrder()
    if (order.length < this.#graph.size) this.#findLivelocks(order)
    return {
      search: 'states',
      complete: bound === null,
      bound,
      mostSteps,
      states: this.#store.size,
      steps: this.#steps,
      schedulesRun: null,
      ...this.#findings.found(order, bound === null),
    }
  }

  #expand(able: number): void {
    this.#races.look(this.#state, able)
    for (let thread = 0; thread < this.#graph.threads; thread++) {
      if ((able & (1 << thread)) === 0) continue
      const { finding } = takeStep(this.#program, this.#state, thread, this.#after)
      this.#steps++
      if (finding !== null) this.#findings.find(finding, this.#at, { then: [thread] })
      const number = this.#store.add(this.#after)
      if (number < 0) {
        this.#isFull = true
        this.#graph.leave(this.#at, thread)
        continue
      }
      if (number === this.#graph.size) this.#graph.add(this.#at, thread)
      this.#graph.connect(this.#at, thread, number)
    }
  }

  #findLivelocks(settled: Int32Array): void {
    for (const { threads, state, round } of findLivelocks(this.#program, this.#store, this.#graph, settled)) {
      this.#findings.find({ kind: 'livelock', threads }, state, { then: round })
    }
  }
}
