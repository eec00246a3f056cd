/** Two conflicting plain accesses with nothing that orders them. */
export interface RaceFinding {
  kind: 'race'
  /** The variable as the program names it: `counter`, `flag[1]`. */
  object: string
  between: readonly [ThreadAt, ThreadAt]
}

export interface ThreadAt {
  thread: number
  line: number
}

/** Threads that wait for each other for ever, or for something that nobody will do any more. */
export interface DeadlockFinding {
  kind: 'deadlock'
  waiting: readonly {
    thread: number
    line: number
    /** `fork[1]`, `channel jobs`. */
    waitsFor: string
    /** The threads that would have to act; empty where nobody can. */
    heldBy: readonly number[]
  }[]
  /** Threads in the order in which each waits for the next, the last for the first; empty where there is no cycle. */
  cycle: readonly number[]
}

/** An `assert` of a thread that did not hold. */
export interface AssertionFinding extends ThreadAt {
  kind: 'assertion'
  text: string
}

/** An `expect` that did not hold once every thread had finished. */
export interface ExpectationFinding {
  kind: 'expectation'
  line: number
  text: string
}

/** Threads that go on taking turns for ever under a fair scheduler without one of them getting done. */
export interface LivelockFinding {
  kind: 'livelock'
  threads: readonly number[]
}

/** What a program must not do at run time; the thread stops there. */
export interface MisuseFinding extends ThreadAt {
  kind: 'misuse'
  misuse:
    | 'unlock-not-held'
    | 'double-lock'
    | 'send-on-closed'
    | 'close-on-closed'
    | 'wait-without-lock'
    | 'division-by-zero'
    | 'index-out-of-range'
  /** One sentence with the names of the program in it. */
  sentence: string
}

/** What can go wrong in a schedule. */
export type Finding =
  RaceFinding | DeadlockFinding | AssertionFinding | ExpectationFinding | LivelockFinding | MisuseFinding
