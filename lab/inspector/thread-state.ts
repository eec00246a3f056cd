import { THREAD_STATES, type ThreadState } from '../../contract/inspector-words.ts'

/** What is known of a thread when its state is told. */
export interface StateEvidence {
  /** The kernel's letter in `stat`. */
  letter: string
  /** Nanoseconds on a core since the reading before, and the time since then: 0 for the first reading. */
  ran: number
  interval: number
  /** The kernel function that it waits in, or null. */
  wait: string | null
}

/** Waiting in these is waiting for a lock or a condition that another thread gives. */
const LOCK = /^(?:do_)?futex/

/** An index of `THREAD_STATES`. */
export function stateOf(evidence: StateEvidence): number {
  return THREAD_STATES.indexOf(nameState(evidence))
}

function nameState({ letter, ran, interval, wait }: StateEvidence): ThreadState {
  switch (letter) {
    case 'R':
      // Without a reading before, all that is known is that it can run.
      return interval > 0 && ran >= interval / 2 ? 'running' : 'runnable'
    case 'S':
      return wait !== null && LOCK.test(wait) ? 'blocked' : 'sleeping'
    case 'D':
      return 'io'
    case 'T':
    case 't':
      return 'stopped'
    case 'Z':
    case 'X':
    case 'x':
      return 'gone'
    default:
      // I (an idle kernel thread), P (parked): asleep, and no load.
      return 'sleeping'
  }
}
