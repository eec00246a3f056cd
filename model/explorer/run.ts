import { conflict } from './conflict.ts'
import type { Gathering } from './gathering.ts'
import { HappensBefore } from './happens-before.ts'
import { initialState, reachOf, takeStep, type Access, type CompiledProgram, type State } from './machine.ts'
import type { RaceWatch } from './race-watch.ts'
import type { Chooser } from './sampled.ts'
import { sameState } from './same-state.ts'
import { threadsThatCanStep } from './thread-set.ts'

/** One schedule, run step by step as a chooser decides. */
export class Run {
  readonly #program: CompiledProgram
  readonly #gathering: Gathering
  readonly #order: HappensBefore
  readonly #races: RaceWatch
  readonly #next: (readonly Access[])[]
  readonly #path: number[] = []
  #state: State
  #spare: State
  /** An earlier state since which only one thread has run, and at how many steps of its own the next one is kept. */
  readonly #kept: State
  #alone = 0
  #keepAt = 1

  constructor(program: CompiledProgram, gathering: Gathering, races: RaceWatch) {
    this.#program = program
    this.#gathering = gathering
    this.#order = new HappensBefore(program.threads.length, program.objects.length)
    this.#races = races
    this.#state = initialState(program)
    this.#spare = new Int32Array(this.#state.length)
    this.#kept = new Int32Array(this.#state.length)
    this.#next = program.threads.map((_, thread) => reachOf(program, this.#state, thread))
  }

  get length(): number {
    return this.#path.length
  }

  /** Runs until no thread can go; false where that takes more than `most` steps. */
  toEnd(chooser: Chooser, most: number): boolean {
    for (;;) {
      const enabled = threadsThatCanStep(this.#program, this.#state)
      if (enabled === 0) break
      this.#races.look(this.#state, enabled, this.#path)
      if (this.#path.length >= most) return false
      const thread = chooser.next(enabled)
      this.#take(thread)
      if (this.#hasCircled(thread)) chooser.ranInCircle(thread)
    }
    this.#gathering.end(this.#state, this.#path)
    return true
  }

  #take(thread: number): void {
    const program = this.#program
    const step = this.#next[thread] ?? []
    const place = this.#state[thread] ?? 0
    const { finding } = takeStep(program, this.#state, thread, this.#spare)
    ;[this.#state, this.#spare] = [this.#spare, this.#state]
    this.#path.push(thread)
    this.#order.push(thread, place, step)
    if (finding !== null) this.#gathering.finding(finding, this.#path)
    for (let other = 0; other < program.threads.length; other++) {
      const before = this.#next[other] ?? []
      if (other !== thread && !conflict(before, step)) continue
      const next = reachOf(program, this.#state, other)
      this.#next[other] = next
      const coming = { thread: other, place: this.#state[other] ?? 0, next }
      this.#races.meet(this.#order, coming, this.#order.unordered(other, next))
    }
  }

  /** Whether the thread that ran last has come back to an earlier state, nobody else having run since (Brent 1980). */
  #hasCircled(thread: number): boolean {
    const other = this.#path.at(-2) !== thread
    if (!other && sameState(this.#state, this.#kept)) return true
    this.#alone = other ? 1 : this.#alone + 1
    if (other) this.#keepAt = 1
    if (this.#alone === this.#keepAt) {
      this.#kept.set(this.#state)
      this.#keepAt *= 2
    }
    return false
  }
}
