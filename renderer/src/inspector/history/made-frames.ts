import type { InspectedThread, InspectorFrame } from '../../../../contract/inspector.ts'
import { NO_WAIT, THREAD_STATES, type ThreadState } from '../../../../contract/inspector-words.ts'

/** Frames for tests, as the lab would send them. */

/** What of a thread's figures a test cares about; the rest is as for a thread that sleeps. */
export interface MadeFigures {
  state?: ThreadState
  core?: number
  ran?: number
  cpu?: number
  delay?: number
  voluntary?: number
  involuntary?: number
  migrations?: number
  wait?: number
}

export function madeThread(row: number, given: Partial<InspectedThread> = {}): InspectedThread {
  return {
    row,
    pid: 100,
    tid: 100 + row,
    parent: 1,
    name: `thread ${row}`,
    startedAt: 1_000_000 + row * 1000,
    nice: 0,
    policy: 0,
    kernel: false,
    role: null,
    ...given,
  }
}

export function madeFrame(
  at: number,
  given: Partial<Pick<InspectorFrame, 'interval' | 'threads' | 'gone' | 'waits' | 'ended'>> = {},
  changes: readonly (readonly [row: number, figures: MadeFigures])[] = [],
): InspectorFrame {
  const column = (pick: (figures: MadeFigures) => number): number[] => changes.map(([, figures]) => pick(figures))
  return {
    at,
    interval: 100,
    threads: [],
    gone: [],
    waits: [],
    cost: { reader: 0, host: 0 },
    limits: null,
    ended: false,
    ...given,
    columns: {
      row: changes.map(([row]) => row),
      state: column(({ state }) => THREAD_STATES.indexOf(state ?? 'sleeping')),
      core: column(({ core }) => core ?? 0),
      ran: column(({ ran }) => ran ?? 0),
      cpu: column(({ cpu }) => cpu ?? 0),
      delay: column(({ delay }) => delay ?? 0),
      voluntary: column(({ voluntary }) => voluntary ?? -1),
      involuntary: column(({ involuntary }) => involuntary ?? -1),
      migrations: column(({ migrations }) => migrations ?? 0),
      wait: column(({ wait }) => wait ?? NO_WAIT.none),
    },
  }
}
