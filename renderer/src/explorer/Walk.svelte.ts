import type { CompiledProgram, State } from '../../../model/explorer/compiled-program.ts'
import type { Finding } from '../../../model/explorer/finding.ts'
import { canStep, initialState, nextStep, takeStep } from '../../../model/explorer/machine.ts'
import { encodeSchedule } from '../../../model/explorer/replay.ts'
import { describeState, type Snapshot } from '../../../model/explorer/snapshot.ts'
import { changesBetween, type Change } from './changes.ts'
import { findingsAt } from '../../../model/explorer/schedule-findings.ts'

/** One step that was taken. */
export interface WalkStep {
  thread: number
  line: number
  text: string
  changes: readonly Change[]
  /** An assertion that failed or a misuse, at which the thread stopped. */
  finding: Finding | null
}

/** Longer schedules than this are not walked by hand. */
export const LONGEST_WALK = 4000

/** A schedule that is walked step by step: what was done until now, and what was done beyond it before stepping back. */
export class Walk {
  readonly program: CompiledProgram
  #steps = $state.raw<readonly WalkStep[]>([])
  #states: readonly State[]
  #position = $state(0)

  constructor(program: CompiledProgram) {
    this.program = program
    this.#states = [initialState(program)]
  }

  /** All steps, those that were taken back included. */
  get steps(): readonly WalkStep[] {
    return this.#steps
  }

  /** How many of the steps are done now. */
  get position(): number {
    return this.#position
  }

  /** The thread of each step that is done. */
  readonly threads = $derived.by(() => this.#steps.slice(0, this.#position).map(({ thread }) => thread))

  readonly snapshot: Snapshot = $derived.by(() => describeState(this.program, this.#stateAt(this.#position)))

  /** What the latest step changed. */
  readonly changes: readonly Change[] = $derived(this.#steps[this.#position - 1]?.changes ?? [])

  readonly replay = $derived.by(() => encodeSchedule(this.program, this.threads))

  /** What is wrong here, and what went wrong on the way. */
  readonly findings: readonly Finding[] = $derived.by(() => {
    const onTheWay = this.#steps.slice(0, this.#position).flatMap(({ finding }) => (finding ? [finding] : []))
    return [...onTheWay, ...findingsAt(this.program, this.#states.slice(0, this.#position + 1), this.threads)]
  })

  /** Whether no thread can go on. */
  readonly isOver = $derived.by(() => this.snapshot.threads.every(({ status }) => status !== 'ready'))

  /** Takes a thread's next step. Says no, and does nothing, where it cannot go or the walk has become too long. */
  step(thread: number): boolean {
    const state = this.#stateAt(this.#position)
    const step = nextStep(this.program, state, thread)
    if (!step || !canStep(this.program, state, thread) || this.#position >= LONGEST_WALK) return false
    const taken = this.#take(state, thread)
    this.#states = [...this.#states.slice(0, this.#position + 1), taken.state]
    this.#steps = [...this.#steps.slice(0, this.#position), taken.step]
    this.#position += 1
    return true
  }

  back(): void {
    this.go(this.#position - 1)
  }

  redo(): void {
    this.go(this.#position + 1)
  }

  /** Goes to the moment after so many steps. */
  go(position: number): void {
    this.#position = Math.min(this.#steps.length, Math.max(0, position))
  }

  /** Takes over a whole schedule, which has to fit the program, and stands before its first step. */
  load(threads: readonly number[]): void {
    const states = [initialState(this.program)]
    const steps: WalkStep[] = []
    for (const thread of threads.slice(0, LONGEST_WALK)) {
      const taken = this.#take(states.at(-1) ?? initialState(this.program), thread)
      states.push(taken.state)
      steps.push(taken.step)
    }
    this.#states = states
    this.#steps = steps
    this.#position = 0
  }

  #take(state: State, thread: number): { state: State; step: WalkStep } {
    const step = nextStep(this.program, state, thread)
    const after = state.slice()
    const { finding } = takeStep(this.program, state, thread, after)
    const changes = changesBetween(describeState(this.program, state), describeState(this.program, after), thread)
    return { state: after, step: { thread, line: step?.line ?? 0, text: step?.text ?? '', changes, finding } }
  }

  #stateAt(position: number): State {
    return this.#states[position] ?? initialState(this.program)
  }
}
