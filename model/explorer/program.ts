/** A place in the text of a program; both count from 1. */
export interface Place {
  line: number
  column: number
}

/** What is wrong with a program before it can run: one sentence that says what was found and what was expected. */
export interface ProgramError extends Place {
  message: string
}

/**
 * What one atomic step is: a whole statement, or each of its loads and stores. Either way the memory is sequentially
 * consistent: there is one order of all steps, and every load sees the latest store.
 */
export type Granularity = 'statement' | 'access'

/** A step as a reader sees it: where it stands in the text, and what it does (`load counter`, `x = x + 1`). */
export interface StepText {
  line: number
  text: string
}

export interface ThreadText {
  name: string
  steps: readonly StepText[]
}

/** A program that can be run, at one granularity. What the machine needs beyond this belongs to `machine.ts`. */
export interface ProgramText {
  source: string
  granularity: Granularity
  /** Four characters that a replay code must begin with: those of another program or granularity differ. */
  checksum: string
  threads: readonly ThreadText[]
}
