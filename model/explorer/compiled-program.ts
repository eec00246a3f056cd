import type { MisuseFinding } from './finding.ts'
import type { Layout } from './layout.ts'
import type { CallName } from './program-tree.ts'
import type { ProgramText, StepText, ThreadText } from './program.ts'

/**
 * All that can change while a program runs, as words: where each thread is, the shared variables, locks, queues and
 * channels, then each thread's locals. Two states are the same exactly where all words are.
 */
export type State = Int32Array

/** What a step touches. Steps of two threads conflict where both touch an object and one of them writes. */
export interface Access {
  /** Indexes `CompiledProgram.objects`. */
  object: number
  writes: boolean
  /** A load or store of a `shared` variable outside the atomic calls: it orders nothing and can race. */
  plain: boolean
}

/** What a thread that cannot go on waits for. */
export interface Waiting {
  object: number
  /** Threads that hold it; empty for a channel or condition. */
  holders: readonly number[]
}

/** What a step came to: it goes on at `next` or `otherwise`, or the program was misused and nothing changed. */
export const CAME_TO = { next: 0, otherwise: 1, fault: -1 } as const

export interface Step extends StepText {
  /** Changes the state, all but the thread's own place in the program. */
  act: (state: State) => number
  /** Whether it can be taken; null where always. A step that would be a misuse can. */
  ready: ((state: State) => boolean) | null
  accesses: readonly Access[] | ((state: State) => readonly Access[])
  /**
   * What it may touch whatever other threads do before it: all elements of an array whose index is loaded in the same step.
   * Whether two steps can be swapped is judged by this, since a step in between may lead either to another element.
   */
  reach: readonly Access[] | ((state: State) => readonly Access[])
  /** For a step that is not ready. */
  waiting: ((state: State) => readonly Waiting[]) | null
  call: CallName | null
  /** Set for the steps of `assert`. */
  asserts: string | null
  next: number
  /** Where a condition that does not hold leads. */
  otherwise: number
  /** Locals that the text can name here. */
  inScope: readonly string[]
}

export interface ThreadCode extends ThreadText {
  steps: readonly Step[]
  locals: readonly { name: string; word: number }[]
  /** Locals that can be named once the thread has finished. */
  inScopeAtEnd: readonly string[]
}

/** Where evaluation leaves word of a misuse, since it happens deep inside an expression. Cleared before each step. */
export interface FaultRegister {
  raised: Pick<MisuseFinding, 'misuse' | 'sentence'> | null
}

export interface CompiledExpectation {
  line: number
  text: string
  holds: (state: State) => boolean
}

/** A program that the machine can run. */
export interface CompiledProgram extends ProgramText {
  threads: readonly ThreadCode[]
  expectations: readonly CompiledExpectation[]
  layout: Layout
  /** Names of everything that steps touch: `counter`, `flag[1]`, `m`, `jobs`. */
  objects: readonly string[]
  /** Length of a state. */
  words: number
  faults: FaultRegister
}
