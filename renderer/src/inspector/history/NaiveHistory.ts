import type { InspectorFrame } from '../../../../contract/inspector.ts'
import { NO_WAIT, THREAD_STATES, type ThreadState } from '../../../../contract/inspector-words.ts'

type NaiveRow = Record<string, unknown> & { name: string; state: ThreadState; ran: number }

/** Keeps every whole table, for tests of the history that does not. Threads are told by their names. */
export class NaiveHistory {
  readonly #tables: { at: number; rows: Map<string, NaiveRow> }[] = []
  #names = new Map<number, string>()
  #waits: string[] = []

  get moments(): number[] {
    return this.#tables.map(({ at }) => at)
  }

  add(frame: InspectorFrame, begins: boolean): void {
    if (begins) this.#names = new Map()
    if (begins) this.#waits = []
    this.#waits.push(...frame.waits)
    const rows = new Map(begins ? [] : this.#tables.at(-1)?.rows)
    for (const { row, ...thread } of frame.threads) {
      this.#names.set(row, thread.name)
      rows.set(thread.name, { ...NEW, ...rows.get(thread.name), ...thread })
    }
    frame.columns.row.forEach((row, index) => {
      const name = this.#names.get(row) ?? ''
      const before = rows.get(name)
      if (!before) return
      const wait = frame.columns.wait[index] ?? NO_WAIT.none
      rows.set(name, {
        ...before,
        state: THREAD_STATES[frame.columns.state[index] ?? 0] ?? 'gone',
        core: frame.columns.core[index],
        ran: frame.columns.ran[index] ?? 0,
        wait: this.#waits[wait] ?? null,
        waitHidden: wait === NO_WAIT.hidden,
      })
    })
    for (const row of frame.gone) rows.delete(this.#names.get(row) ?? '')
    this.#tables.push({ at: frame.at, rows })
  }

  tableAt(at: number): Record<string, unknown> {
    const table = this.#tables.findLast((one) => one.at <= at)
    return Object.fromEntries(table?.rows ?? [])
  }

  threadOf(name: string): unknown[] {
    return this.#tables.flatMap(({ at, rows }) => {
      const row = rows.get(name)
      return row ? [[at, row.state, row.ran]] : []
    })
  }
}

const NEW = {
  name: '',
  state: 'sleeping',
  core: 0,
  ran: 0,
  cpu: 0,
  delay: 0,
  voluntary: -1,
  involuntary: -1,
  migrations: 0,
  wait: null,
  waitHidden: false,
} as const
