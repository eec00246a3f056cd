import type { RaceFinding, ThreadAt } from './finding.ts'
import type { HappensBefore } from './happens-before.ts'
import { canStep, initialState, takeStep, type Access, type CompiledProgram, type State } from './machine.ts'

/** A thread, and where it is in its text. */
interface ThreadPlace {
  thread: number
  place: number
}

interface Coming extends ThreadPlace {
  /** What the thread touches next. */
  next: readonly Access[]
}

type Tell = (race: RaceFinding, schedule: readonly number[]) => void

/**
 * Finds races on the paths that a search runs: where no other step orders two steps that conflict in a plain access, there
 * is a schedule in which either could go next. That schedule is run before the race is told, since one of the two may have
 * been what let the other go.
 */
export class RaceWatch {
  readonly #program: CompiledProgram
  readonly #tell: Tell
  readonly #known = new Set<number>()

  constructor(program: CompiledProgram, tell: Tell) {
    this.#program = program
    this.#tell = tell
  }

  /**
   * To be called for a thread whenever its next step is new, or conflicts with the last of the path.
   *
   * @param unordered the steps of the path that conflict with the coming one, with nothing that orders them before it
   */
  meet(order: HappensBefore, { thread, place, next }: Coming, unordered: readonly number[]): void {
    for (const step of unordered) {
      for (const { object, writes, plain } of order.accessesOf(step)) {
        for (const access of next) {
          if (access.object === object && (writes || access.writes) && (plain || access.plain))
            this.#meetIn(object, order, step, { thread, place })
        }
      }
    }
  }

  #meetIn(object: number, order: HappensBefore, step: number, later: ThreadPlace): void {
    const earlier = { thread: order.threadOf(step), place: order.placeOf(step) }
    const key = keyOf(object, earlier, later)
    if (this.#known.has(key)) return
    const schedule = scheduleUpTo(order, step, later.thread)
    if (!this.#bothCanGo(schedule, earlier.thread, later.thread)) return
    this.#known.add(key)
    const [first, second] = earlier.thread < later.thread ? [earlier, later] : [later, earlier]
    const between: RaceFinding['between'] = [this.#lineOf(first), this.#lineOf(second)]
    this.#tell({ kind: 'race', object: this.#program.objects[object] ?? '', between }, schedule)
  }

  #bothCanGo(schedule: readonly number[], one: number, other: number): boolean {
    let state = initialState(this.#program)
    let spare: State = new Int32Array(state.length)
    for (const thread of schedule) {
      takeStep(this.#program, state, thread, spare)
      ;[state, spare] = [spare, state]
    }
    return canStep(this.#program, state, one) && canStep(this.#program, state, other)
  }

  #lineOf({ thread, place }: ThreadPlace): ThreadAt {
    return { thread, line: this.#program.threads[thread]?.steps[place]?.line ?? 0 }
  }
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

/** Below 2^53, since objects, threads and places are few; the same for either order of the two. */
function keyOf(object: number, one: ThreadPlace, other: ThreadPlace): number {
  const places = 1024
  const first = one.thread * places + one.place
  const second = other.thread * places + other.place
  return (object * 8 * places + Math.min(first, second)) * 8 * places + Math.max(first, second)
}
