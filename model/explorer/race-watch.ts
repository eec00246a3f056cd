import { CoEnabledRaces } from './co-enabled-races.ts'
import type { RaceFinding } from './finding.ts'
import type { HappensBefore } from './happens-before.ts'
import { initialState, takeStep, type Access, type CompiledProgram, type State } from './machine.ts'
import { threadsThatCanStep } from './thread-set.ts'

/** A thread, and where it is in its text. */
interface ThreadPlace {
  thread: number
  place: number
}

interface Coming extends ThreadPlace {
  /** What the thread may touch next. */
  next: readonly Access[]
}

type Tell = (race: RaceFinding, schedule: readonly number[]) => void

/**
 * Finds races on the paths that a search runs: in each state that it enters, and where no other step orders two steps that
 * may conflict in a plain access. There the schedule is run after which either could go next, and the race is told if they
 * touch the same variable there too: one of the two may have been what let the other go, or what led it to that element.
 */
export class RaceWatch {
  readonly #program: CompiledProgram
  readonly #races: CoEnabledRaces
  readonly #known = new Set<number>()
  #schedule: readonly number[] = []

  constructor(program: CompiledProgram, tell: Tell) {
    this.#program = program
    this.#races = new CoEnabledRaces(program, (race) => tell(race, this.#schedule))
  }

  /**
   * To be called for each state that the search enters.
   *
   * @param able the threads that can go, as bits
   * @param schedule the steps that lead there
   */
  look(state: State, able: number, schedule: readonly number[]): void {
    this.#schedule = schedule
    this.#races.look(state, able)
  }

  /**
   * To be called for a thread whenever its next step is new, or conflicts with the last of the path.
   *
   * @param unordered the steps of the path that conflict with the coming one, with nothing that orders them before it
   */
  meet(order: HappensBefore, coming: Coming, unordered: readonly number[]): void {
    for (const step of unordered) {
      const earlier = { thread: order.threadOf(step), place: order.placeOf(step) }
      if (!mayRace(order.accessesOf(step), coming.next)) continue
      const key = keyOf(earlier, coming)
      if (this.#known.has(key)) continue
      const isLooked = this.#lookBefore(step, order, coming.thread)
      // Steps that touch one element now and another then may race on many.
      if (isLooked && !this.#touchesMoves(earlier) && !this.#touchesMoves(coming)) this.#known.add(key)
    }
  }

  /** Looks at the state in which both can go next: a step of the path and what `thread` does after it; whether they can. */
  #lookBefore(step: number, order: HappensBefore, thread: number): boolean {
    const schedule = scheduleUpTo(order, step, thread)
    let state = initialState(this.#program)
    let spare: State = new Int32Array(state.length)
    for (const mover of schedule) {
      takeStep(this.#program, state, mover, spare)
      ;[state, spare] = [spare, state]
    }
    const able = threadsThatCanStep(this.#program, state)
    this.look(state, able, schedule)
    return ((able >> thread) & (able >> order.threadOf(step)) & 1) === 1
  }

  #touchesMoves({ thread, place }: ThreadPlace): boolean {
    return typeof this.#program.threads[thread]?.steps[place]?.accesses === 'function'
  }
}

/** Whether two steps that may touch these may conflict in a plain access. */
function mayRace(reach: readonly Access[], other: readonly Access[]): boolean {
  return reach.some(({ object, writes, plain }) =>
    other.some((access) => access.object === object && (writes || access.writes) && (plain || access.plain)),
  )
}

/** The steps that one of the two, a step and what `thread` does next, needs before it. */
function scheduleUpTo(order: HappensBefore, step: number, thread: number): number[] {
  const schedule: number[] = []
  for (let earlier = 1; earlier <= order.length; earlier++) {
    const other = order.threadOf(earlier)
    const needed = order.isBefore(earlier, step) || order.known(thread, other) >= earlier
    if (needed && earlier !== step) schedule.push(other)
  }
  return schedule
}

/** The same for either order of the two. */
function keyOf(one: ThreadPlace, other: ThreadPlace): number {
  const places = 1024
  const first = one.thread * places + one.place
  const second = other.thread * places + other.place
  return Math.min(first, second) * 8 * places + Math.max(first, second)
}
