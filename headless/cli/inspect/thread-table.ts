import type { InspectedColumns, InspectedThread, InspectorFrame, InspectorLimit } from '../../../contract/inspector.ts'
import { NO_WAIT, THREAD_STATES, type ThreadState } from '../../../contract/inspector-words.ts'

/** A thread and its figures at one sample; units as in `InspectedColumns`. Null is what is not known. */
export interface ThreadRow extends Omit<InspectedThread, 'row' | 'policy'> {
  policy: number | null
  state: ThreadState
  core: number | null
  ran: number
  cpu: number
  delay: number | null
  voluntary: number | null
  involuntary: number | null
  migrations: number | null
  /** The kernel function that it waits in; null for none, and where the kernel hides it. */
  wait: string | null
  waitHidden: boolean
}

/** Frames say what changed; this is what they come to. */
export class ThreadTable {
  readonly #threads = new Map<number, InspectedThread>()
  readonly #figures = new Map<number, Omit<ThreadRow, keyof InspectedThread>>()
  readonly #waits: string[] = []
  #limits: readonly InspectorLimit[] = []

  /** All limits that hold. */
  get limits(): readonly InspectorLimit[] {
    return this.#limits
  }

  apply({ threads, gone, columns, waits, limits }: InspectorFrame): void {
    if (limits) this.#limits = limits
    this.#waits.push(...waits)
    for (const thread of threads) this.#threads.set(thread.row, thread)
    columns.row.forEach((row, i) => this.#figures.set(row, this.#figuresAt(columns, i)))
    for (const row of gone) {
      this.#threads.delete(row)
      this.#figures.delete(row)
    }
  }

  /** Every thread, in the order in which they were met. */
  rows(): ThreadRow[] {
    return [...this.#threads].flatMap(([row, { row: _row, ...thread }]) => {
      const figures = this.#figures.get(row)
      return figures ? [{ ...thread, policy: known(thread.policy), ...figures }] : []
    })
  }

  #figuresAt(columns: InspectedColumns, i: number): Omit<ThreadRow, keyof InspectedThread> {
    const wait = columns.wait[i] ?? NO_WAIT.none
    return {
      state: THREAD_STATES[columns.state[i] ?? 0] ?? 'sleeping',
      core: known(columns.core[i]),
      ran: columns.ran[i] ?? 0,
      cpu: columns.cpu[i] ?? 0,
      delay: known(columns.delay[i]),
      voluntary: known(columns.voluntary[i]),
      involuntary: known(columns.involuntary[i]),
      migrations: known(columns.migrations[i]),
      wait: this.#waits[wait] ?? null,
      waitHidden: wait === NO_WAIT.hidden,
    }
  }
}

function known(value: number | undefined): number | null {
  return value === undefined || value < 0 ? null : value
}
