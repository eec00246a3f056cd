import type { InspectedThread } from '../../../../contract/inspector.ts'
import { NO_WAIT, THREAD_STATES } from '../../../../contract/inspector-words.ts'
import { FigureColumns, type Figures } from './FigureColumns.ts'
import type { InspectedRow } from './inspected.ts'

/** Of a thread of which no figures have come yet. */
export const UNKNOWN: Figures = {
  row: [0],
  state: [THREAD_STATES.indexOf('sleeping')],
  core: [0],
  ran: [0],
  cpu: [0],
  delay: [0],
  voluntary: [-1],
  involuntary: [-1],
  migrations: [0],
  wait: [NO_WAIT.none],
}

/** All threads at one moment, brought to the next by what changed. */
export class ThreadTable {
  readonly #words: readonly string[]
  #figures = new FigureColumns(64)
  #threads: InspectedThread[] = []
  /** Of each thread the row as it was last shown; null where something of it changed since. */
  #shown: (InspectedRow | null)[] = []
  readonly #places = new Map<number, number>()

  /** The words that wait channels index; they may grow. */
  constructor(words: readonly string[]) {
    this.#words = words
  }

  static from(words: readonly string[], figures: FigureColumns, threads: readonly InspectedThread[]): ThreadTable {
    const table = new ThreadTable(words)
    table.#figures = figures.copy()
    table.#threads = threads.slice()
    table.#shown = threads.map(() => null)
    threads.forEach(({ row }, place) => table.#places.set(row, place))
    return table
  }

  get threads(): readonly InspectedThread[] {
    return this.#threads
  }

  get figures(): FigureColumns {
    return this.#figures
  }

  /** Where a thread's figures are in the columns. */
  placeOf(row: number): number | null {
    return this.#places.get(row) ?? null
  }

  /** A new thread, or another name, policy or role of one. Says whether it is new. */
  admit(thread: InspectedThread): boolean {
    const place = this.#places.get(thread.row)
    if (place !== undefined) {
      this.#threads[place] = thread
      this.#shown[place] = null
      return false
    }
    this.#places.set(thread.row, this.#threads.length)
    this.#threads.push(thread)
    this.#shown.push(null)
    this.#figures.push(UNKNOWN, 0, thread.row, NO_WAIT.none)
    return true
  }

  /** Takes over an entry of a thread. Says whether there is such a thread. */
  update(from: Figures, index: number, row: number, wait: number): boolean {
    const place = this.#places.get(row)
    if (place === undefined) return false
    this.#figures.put(place, from, index, row, wait)
    this.#shown[place] = null
    return true
  }

  /** Says whether there was such a thread. */
  remove(row: number): boolean {
    const place = this.#places.get(row)
    if (place === undefined) return false
    const moved = this.#threads.pop()
    const shown = this.#shown.pop() ?? null
    const last = --this.#figures.count
    this.#places.delete(row)
    // The last thread takes the free place, so that the columns have no holes.
    if (moved && place !== last) {
      this.#figures.put(place, this.#figures, last, moved.row, this.#figures.wait[last] ?? NO_WAIT.none)
      this.#threads[place] = moved
      this.#shown[place] = shown
      this.#places.set(moved.row, place)
    }
    return true
  }

  /** A new list; a thread of which nothing changed since the last one is the same object in it. */
  rows(): InspectedRow[] {
    return this.#threads.map((thread, place) => (this.#shown[place] ??= this.#rowOf(thread, place)))
  }

  /** One thread; null where there is none. */
  row(row: number): InspectedRow | null {
    const place = this.#places.get(row)
    const thread = place === undefined ? undefined : this.#threads[place]
    return place === undefined || !thread ? null : (this.#shown[place] ??= this.#rowOf(thread, place))
  }

  #rowOf(thread: InspectedThread, place: number): InspectedRow {
    const figures = this.#figures
    const wait = figures.wait[place] ?? NO_WAIT.none
    return {
      row: thread.row,
      pid: thread.pid,
      tid: thread.tid,
      parent: thread.parent,
      name: thread.name,
      startedAt: thread.startedAt,
      nice: thread.nice,
      policy: thread.policy,
      kernel: thread.kernel,
      role: thread.role,
      state: THREAD_STATES[figures.state[place] ?? 0] ?? 'sleeping',
      core: figures.core[place] ?? 0,
      ran: figures.ran[place] ?? 0,
      cpu: figures.cpu[place] ?? 0,
      delay: figures.delay[place] ?? 0,
      voluntary: figures.voluntary[place] ?? -1,
      involuntary: figures.involuntary[place] ?? -1,
      migrations: figures.migrations[place] ?? 0,
      wait: this.#words[wait] ?? null,
      waitHidden: wait === NO_WAIT.hidden,
    }
  }
}
