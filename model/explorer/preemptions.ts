import { CoEnabledRaces } from './co-enabled-races.ts'
import type { Exploration, ExploreOptions } from './exploration.ts'
import { GraphFindings } from './graph-findings.ts'
import { initialState, takeStep, type CompiledProgram, type State } from './machine.ts'
import { StateGraph } from './state-graph.ts'
import { StateStore } from './state-store.ts'
import { threadsThatCanStep } from './thread-set.ts'

const PROGRESS_EVERY = 8192
const NOBODY = -1

/**
 * Looks at every schedule with at most so many preemptions: switches away from a thread that could have gone on. Those with
 * none come first, then those with one, so that what is found is known to need no fewer (Musuvathi and Qadeer, PLDI 2007).
 * What can follow depends on the state, the thread that runs and the preemptions left; each combination is looked at once.
 */
export function explorePreemptions(program: CompiledProgram, options: ExploreOptions): Exploration {
  const { preemptions = 2, most, onProgress } = options
  const search = new PreemptionSearch(program, most)
  for (let used = 0; used <= preemptions && search.begin(used); used++) search.run(onProgress)
  return search.result(preemptions)
}

class PreemptionSearch {
  readonly #program: CompiledProgram
  readonly #mostDepth: number
  /** A state, then the thread that runs and the preemptions used. */
  readonly #row: State
  readonly #next: State
  readonly #store: StateStore
  readonly #graph: StateGraph
  readonly #depths: number[] = [0]
  readonly #races: CoEnabledRaces
  readonly #findings: GraphFindings
  /** Preemptions that the next round begins with: where they are, and who goes instead. */
  #waiting: { from: number; thread: number }[] = []
  #used = 0
  #at = 0
  /** Rows that have been looked at. */
  #looked = 0
  #steps = 0
  #bound: Exploration['bound'] = null

  constructor(program: CompiledProgram, most: ExploreOptions['most']) {
    this.#program = program
    this.#mostDepth = most.depth
    const words = program.words
    this.#row = new Int32Array(words + 2)
    this.#next = new Int32Array(words + 2)
    this.#row.set(initialState(program))
    this.#row[words] = NOBODY
    this.#store = new StateStore(words + 2, Math.max(1, most.states))
    this.#graph = new StateGraph(program.threads.length)
    this.#findings = new GraphFindings(program, this.#graph)
    this.#races = new CoEnabledRaces(program, (race) =>
      this.#findings.find(race, this.#at, { preemptions: this.#used }),
    )
    this.#store.add(this.#row)
    this.#graph.add(-1, 0)
  }

  /** Takes the preemptions that wait; false where there are none, so that nobody needs as many. */
  begin(used: number): boolean {
    this.#used = used
    const waiting = this.#waiting
    this.#waiting = []
    for (const { from, thread } of waiting) {
      this.#at = from
      this.#store.read(from, this.#row)
      this.#take(thread, used)
    }
    // Taking them has moved on to states of this round, and looking at those begins at the first of them.
    this.#at = this.#looked
    return used === 0 || waiting.length > 0
  }

  run(onProgress: ExploreOptions['onProgress']): void {
    for (; this.#at < this.#store.size; this.#at++) {
      this.#store.read(this.#at, this.#row)
      const able = threadsThatCanStep(this.#program, this.#row)
      if (able === 0) this.#findings.end(this.#row, this.#at, { preemptions: this.#used })
      else if ((this.#depths[this.#at] ?? 0) >= this.#mostDepth) this.#bound ??= 'depth'
      else this.#expand(able)
      if (this.#at % PROGRESS_EVERY === PROGRESS_EVERY - 1) onProgress?.(this.#store.size)
    }
    this.#looked = this.#at
  }

  result(preemptions: number): Exploration {
    const order = this.#graph.topologicalOrder()
    return {
      search: 'preemptions',
      preemptions,
      complete: this.#bound === null,
      bound: this.#bound,
      mostSteps: this.#mostDepth,
      states: this.#store.size,
      steps: this.#steps,
      schedulesRun: null,
      ...this.#findings.found(order, this.#bound === null),
    }
  }

  /** Goes on with the thread that runs, or with any where that one cannot go; other threads have to wait for a preemption. */
  #expand(able: number): void {
    this.#races.look(this.#row, able)
    const running = this.#row[this.#program.words] ?? NOBODY
    const goesOn = running !== NOBODY && ((able >> running) & 1) === 1
    for (let thread = 0; thread < this.#graph.threads; thread++) {
      if (((able >> thread) & 1) === 0) continue
      if (!goesOn || thread === running) this.#take(thread, this.#used)
      else this.#waiting.push({ from: this.#at, thread })
    }
  }

  #take(thread: number, used: number): void {
    const words = this.#program.words
    const { finding } = takeStep(this.#program, this.#row, thread, this.#next)
    this.#steps++
    this.#next[words] = thread
    this.#next[words + 1] = used
    if (finding !== null) this.#findings.find(finding, this.#at, { then: [thread], preemptions: used })
    const number = this.#store.add(this.#next)
    if (number < 0) {
      this.#bound = 'states'
      return this.#graph.leave(this.#at, thread)
    }
    if (number === this.#graph.size) {
      this.#graph.add(this.#at, thread)
      this.#depths.push((this.#depths[this.#at] ?? 0) + 1)
    }
    this.#graph.connect(this.#at, thread, number)
  }
}
