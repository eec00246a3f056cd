import { conflict } from './conflict.ts'
import type { Exploration, ExploreOptions } from './exploration.ts'
import { Gathering } from './gathering.ts'
import { HappensBefore } from './happens-before.ts'
import { holdsValue } from './layout.ts'
import { initialState, reachOf, takeStep, type Access, type CompiledProgram, type State } from './machine.ts'
import { RaceWatch } from './race-watch.ts'
import { sameState } from './same-state.ts'
import { threadsThatCanStep } from './thread-set.ts'

/** A state on the path that is being looked at, and what has been and is to be done from there. Threads are sets of bits. */
interface Frame {
  state: State
  hash: number
  enabled: number
  /** What each thread may touch next; empty for one that is done. */
  next: (readonly Access[])[]
  /** Threads whose next step leads nowhere new from here: another path took it first, and nothing since depends on it. */
  sleep: number
  /** Threads that are to be run from here. */
  wanted: number
  /** The thread that is being run from here; -1 before the first. */
  running: number
}

/**
 * One schedule at least of each class of schedules that differ only in the order of independent steps: dynamic partial-order
 * reduction (Flanagan and Godefroid, POPL 2005) with sleep sets (Godefroid 1996), where what is run instead begins with a
 * thread that can begin it (Abdulla, Aronis, Jonsson and Sagonas, POPL 2014). Finds every final state, deadlock, misuse,
 * failed assertion and race that there is; livelocks it does not look for. A path that returns to a state of its own goes no
 * further, once everything on the way round is to be tried from each of its states.
 */
export function exploreReduced(program: CompiledProgram, options: ExploreOptions): Exploration {
  return new Reduction(program, options).explore()
}

class Reduction {
  readonly #program: CompiledProgram
  readonly #options: ExploreOptions
  readonly #threads: number
  readonly #gathering: Gathering
  readonly #order: HappensBefore
  readonly #races: RaceWatch
  readonly #isVariable: readonly boolean[]
  readonly #frames: Frame[] = []
  readonly #path: number[] = []
  #nodes = 0
  #steps = 0
  #runs = 0
  #bound: Exploration['bound'] = null

  constructor(program: CompiledProgram, options: ExploreOptions) {
    this.#program = program
    this.#options = options
    this.#threads = program.threads.length
    this.#gathering = new Gathering(program)
    this.#isVariable = program.layout.entities.flatMap(({ kind, length }) =>
      Array.from({ length }, () => holdsValue(kind)),
    )
    this.#order = new HappensBefore(this.#threads, program.objects.length)
    this.#races = new RaceWatch(program, (race, schedule) => this.#gathering.finding(race, schedule))
  }

  explore(): Exploration {
    const { most } = this.#options
    this.#enter(initialState(this.#program), 0)
    while (this.#frames.length > 0) {
      const frame = this.#top()
      const todo = frame.wanted & frame.enabled & ~frame.sleep
      if (todo === 0) {
        this.#leave()
      } else if (this.#nodes >= most.states) {
        this.#bound = 'states'
        break
      } else {
        this.#run(frame, 31 - Math.clz32(todo & -todo))
      }
    }
    return {
      search: 'reduced',
      complete: this.#bound === null,
      bound: this.#bound,
      mostSteps: this.#options.most.depth,
      states: this.#nodes,
      steps: this.#steps,
      schedules: null,
      schedulesRun: this.#runs,
      ...this.#gathering.found({ counted: false }),
    }
  }

  /** Takes a thread's step from the frame on top. What it does there, later paths from there need not do first. */
  #run(frame: Frame, thread: number): void {
    const state = new Int32Array(frame.state.length)
    const sleep = this.#independentOf(frame, thread, frame.sleep)
    frame.running = thread
    this.#steps++
    this.#path.push(thread)
    const { finding } = takeStep(this.#program, frame.state, thread, state)
    if (finding !== null) this.#gathering.finding(finding, this.#path)
    this.#reverse(frame, thread, true)
    this.#enter(state, sleep)
  }

  #leave(): void {
    this.#frames.pop()
    if (this.#frames.length === 0) return
    const frame = this.#top()
    frame.sleep |= 1 << frame.running
    this.#path.pop()
    this.#order.pop()
  }

  #enter(state: State, sleep: number): void {
    const program = this.#program
    const before = this.#frames.at(-1)
    const mover = before?.running ?? -1
    const frame: Frame = {
      state,
      hash: hashOf(state),
      enabled: threadsThatCanStep(program, state),
      next: [],
      sleep,
      wanted: 0,
      running: -1,
    }
    const step = before?.next[mover] ?? []
    for (let thread = 0; thread < this.#threads; thread++) {
      const known = before?.next[thread]
      const same = thread !== mover && known !== undefined && !conflict(known, step)
      frame.next.push(same ? known : reachOf(program, state, thread))
    }
    this.#frames.push(frame)
    this.#nodes++
    if (this.#nodes % 4096 === 0) this.#options.onProgress?.(this.#nodes)
    if (before !== undefined) this.#tryWaiting(frame, before)
    if (frame.enabled === 0) return this.#end(state)
    this.#races.look(state, frame.enabled, this.#path)
    if (this.#path.length >= this.#options.most.depth) {
      this.#bound ??= 'depth'
      this.#runs++
      return
    }
    if (this.#closesCircle(frame)) return
    frame.wanted = firstOf(frame, mover)
  }

  #end(state: State): void {
    this.#runs++
    this.#gathering.end(state, this.#path)
  }

  /** A thread that waits may never get its turn on this path; what it would do conflicts all the same. */
  #tryWaiting(frame: Frame, before: Frame): void {
    const mover = before.running
    for (let thread = 0; thread < this.#threads; thread++) {
      const next = frame.next[thread] ?? []
      if (next.length === 0 || (frame.enabled >> thread) & 1) continue
      if (thread !== mover && !conflict(next, before.next[mover] ?? [])) continue
      this.#reverse(frame, thread, false)
      this.#order.pop()
    }
  }

  /**
   * Adds a step to the path, and to the frames of the path what must be run from them so that it is taken before those that
   * it conflicts with as well.
   */
  #reverse(frame: Frame, thread: number, goes: boolean): void {
    const next = frame.next[thread] ?? []
    const place = frame.state[thread] ?? 0
    const unordered = this.#order.unordered(thread, next)
    if (unordered.length > 0) this.#races.meet(this.#order, { thread, place, next }, unordered)
    this.#order.push(thread, place, next)
    for (const step of unordered) {
      if (!goes || !this.#madeWay(step, thread)) this.#addBefore(step)
    }
  }

  /** Wants something to be run instead of `step` that leads to the last step without it. */
  #addBefore(step: number): void {
    const frame = this.#frames[step - 1]
    if (frame === undefined) return
    const leading = this.#order.firstWithout(step) & frame.enabled
    if (leading === 0) frame.wanted |= frame.enabled
    else if ((leading & frame.wanted) === 0) frame.wanted |= leading & -leading
  }

  /** Whether a step let a waiting thread go, by a lock or the like: then there is no other order of the two. */
  #madeWay(step: number, thread: number): boolean {
    const before = this.#frames[step - 1]
    const after = this.#frames[step]
    if (before === undefined || after === undefined) return false
    if (before.state[thread] !== after.state[thread] || this.#order.lastBefore(thread) > step) return false
    if ((before.enabled >> thread) & 1 || !((after.enabled >> thread) & 1)) return false
    // Where both touch a variable, it may say which lock it is, and the thread could have gone by another way.
    const taken = this.#order.accessesOf(step)
    return !after.next[thread]?.some(
      (access) =>
        this.#isVariable[access.object] === true &&
        taken.some(({ object, writes }) => object === access.object && (writes || access.writes)),
    )
  }

  /** Whether the path has been in this state before, with no fewer threads to run; then everything on the way round is wanted. */
  #closesCircle({ state, hash, sleep }: Frame): boolean {
    for (let depth = this.#frames.length - 2; depth >= 0; depth--) {
      const earlier = this.#frames[depth]
      if (earlier?.hash !== hash || (earlier.sleep & ~sleep) !== 0 || !sameState(earlier.state, state)) continue
      for (const frame of this.#frames.slice(depth, -1)) frame.wanted |= frame.enabled
      return true
    }
    return false
  }

  /** The threads of a set, with those run from the frame before, whose next steps do not conflict with that of `thread`. */
  #independentOf({ next }: Frame, thread: number, sleep: number): number {
    let independent = 0
    for (let other = 0; other < this.#threads; other++) {
      if ((sleep >> other) & 1 && !conflict(next[other] ?? [], next[thread] ?? [])) independent |= 1 << other
    }
    return independent
  }

  #top(): Frame {
    const frame = this.#frames.at(-1)
    if (frame === undefined) throw new Error('There is no path.')
    return frame
  }
}

/** One thread to begin with: one whose step nobody can notice, or the one that ran before, so that paths read well. */
function firstOf({ enabled, sleep, next }: Frame, mover: number): number {
  const free = enabled & ~sleep
  for (let thread = 0; thread < next.length; thread++) {
    if ((free >> thread) & 1 && next[thread]?.length === 0) return 1 << thread
  }
  return mover >= 0 && (free >> mover) & 1 ? 1 << mover : free & -free
}

/** FNV-1a over words (Fowler, Noll and Vo). */
function hashOf(state: State): number {
  let hash = 0x811c9dc5
  for (const word of state) hash = Math.imul(hash ^ word, 0x01000193)
  return hash
}
