import type { ThreadState } from '../../../contract/inspector-words.ts'
import type { Arrangement, Sorting, Wanted } from './arrange.ts'
import { COLUMNS, type ColumnId } from './columns.ts'

/** How the table of threads is looked at. It outlives the page. */
export class TableView {
  arrangement = $state<Arrangement>('tree')
  text = $state('')
  /** The thread whose history is shown, by its row. */
  selected = $state<number | null>(null)
  /** The row that the keyboard is on, by its key. */
  active = $state<string | null>(null)
  #states = $state.raw<readonly ThreadState[]>([])
  #collapsed = $state.raw<readonly number[]>([])
  #columns = $state.raw<readonly ColumnId[] | null>(null)
  /** A tree stays as it is while figures change; in a list, who computes most is looked for. */
  #sorting = $state.raw<Readonly<Record<Arrangement, Sorting>>>({
    tree: { by: 'tid', descending: false },
    threads: { by: 'cpu', descending: true },
    processes: { by: 'cpu', descending: true },
  })

  get states(): readonly ThreadState[] {
    return this.#states
  }

  get isFiltered(): boolean {
    return this.text.trim() !== '' || this.#states.length > 0
  }

  get sorting(): Sorting {
    return this.#sorting[this.arrangement]
  }

  /** Null until somebody has chosen: then those are shown that fit. */
  get columns(): readonly ColumnId[] | null {
    return this.#columns
  }

  get wanted(): Wanted {
    const { arrangement, text, states, sorting } = this
    return { arrangement, text, states, sorting, collapsed: this.#collapsed }
  }

  /** Sorted by another column, or by the same one the other way round. Figures begin with the greatest. */
  sortBy(by: ColumnId): void {
    const { sorting } = this
    const begins = by !== 'tid' && (COLUMNS.find(({ id }) => id === by)?.isNumeric ?? false)
    const descending = sorting.by === by ? !sorting.descending : begins
    this.#sorting = { ...this.#sorting, [this.arrangement]: { by, descending } }
  }

  toggleState(state: ThreadState): void {
    this.#states = this.#states.includes(state) ? this.#states.filter((one) => one !== state) : [...this.#states, state]
  }

  /** Other threads come into view: what pointed at the former ones points nowhere. */
  forgetThreads(): void {
    this.selected = null
    this.active = null
    this.#collapsed = []
  }

  clearFilter(): void {
    this.text = ''
    this.#states = []
  }

  showColumn(id: ColumnId, shown: boolean, current: readonly ColumnId[]): void {
    this.#columns = COLUMNS.map((column) => column.id).filter((one) => (one === id ? shown : current.includes(one)))
  }

  fold(pid: number): void {
    this.#collapsed = [...this.#collapsed, pid]
  }

  unfold(pid: number): void {
    this.#collapsed = this.#collapsed.filter((one) => one !== pid)
  }
}
