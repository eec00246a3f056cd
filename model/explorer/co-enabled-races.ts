import { conflict } from './conflict.ts'
import type { Access, CompiledProgram, State, Step } from './compiled-program.ts'
import type { RaceFinding } from './finding.ts'
import { accessesOf, nextStep } from './machine.ts'

/**
 * Finds races state by state: two threads that can both go now, with steps that touch the same object, one of them
 * writing and at least one of them plainly. That the search sees all states makes this the same as "nothing orders them".
 */
export class CoEnabledRaces {
  readonly #program: CompiledProgram
  readonly #found: (race: RaceFinding) => void
  /** Steps of all threads, numbered on. */
  readonly #firstOf: readonly number[]
  readonly #steps: number
  /** Whether a step may touch a variable plainly. */
  readonly #plain: Uint8Array
  readonly #known = new Set<string>()
  /** Pairs of steps that have been looked at and touch the same in every state. */
  readonly #settled = new Set<number>()

  constructor(program: CompiledProgram, found: (race: RaceFinding) => void) {
    this.#program = program
    this.#found = found
    const firstOf: number[] = []
    const plain: number[] = []
    for (const { steps } of program.threads) {
      firstOf.push(plain.length)
      for (const step of steps) plain.push(mayBePlain(step) ? 1 : 0)
    }
    this.#firstOf = firstOf
    this.#steps = plain.length
    this.#plain = Uint8Array.from(plain)
  }

  /** @param able the threads that can go, as bits */
  look(state: State, able: number): void {
    let plain = 0
    for (let rest = able, thread = 0; rest !== 0; rest >>>= 1, thread++) {
      if ((rest & 1) !== 0 && this.#plain[this.#stepOf(state, thread)] === 1) plain |= 1 << thread
    }
    if (plain === 0) return
    const threads = this.#program.threads.length
    for (let one = 0; one < threads; one++) {
      if ((able & (1 << one)) === 0) continue
      for (let other = one + 1; other < threads; other++) {
        const isPlain = (plain & ((1 << one) | (1 << other))) !== 0
        if (isPlain && (able & (1 << other)) !== 0) this.#lookAt(state, one, other)
      }
    }
  }

  #stepOf(state: State, thread: number): number {
    return (this.#firstOf[thread] ?? 0) + (state[thread] ?? 0)
  }

  #lookAt(state: State, one: number, other: number): void {
    const pair = this.#stepOf(state, one) * this.#steps + this.#stepOf(state, other)
    if (this.#settled.has(pair)) return
    const [first, second] = [nextStep(this.#program, state, one), nextStep(this.#program, state, other)]
    if (first === null || second === null) return
    if (typeof first.accesses !== 'function' && typeof second.accesses !== 'function') this.#settled.add(pair)
    const accesses = accessesOf(this.#program, state, one)
    const others = accessesOf(this.#program, state, other)
    if (!conflict(accesses, others)) return
    for (const access of accesses) {
      for (const object of racing(access, others)) {
        const key = [object, pair].join()
        if (this.#known.has(key)) continue
        this.#known.add(key)
        const between: RaceFinding['between'] = [
          { thread: one, line: first.line },
          { thread: other, line: second.line },
        ]
        this.#found({ kind: 'race', object: this.#program.objects[object] ?? '', between })
      }
    }
  }
}

function mayBePlain({ accesses }: Step): boolean {
  return typeof accesses === 'function' || accesses.some(({ plain }) => plain)
}

function racing(access: Access, others: readonly Access[]): number[] {
  return others.flatMap(({ object, writes, plain }) =>
    object === access.object && (writes || access.writes) && (plain || access.plain) ? [object] : [],
  )
}
