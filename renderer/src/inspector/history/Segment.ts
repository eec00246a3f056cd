import type { InspectedThread } from '../../../../contract/inspector.ts'
import { NO_WAIT } from '../../../../contract/inspector-words.ts'
import { firstAfter, lengthened } from './columns.ts'
import { CoreCells } from './CoreCells.ts'
import { FigureColumns, type Figures } from './FigureColumns.ts'
import { ThreadTable, UNKNOWN } from './ThreadTable.ts'

/** A segment ends with this many samples, or where what changed is this many times the whole table: so any moment is near. */
const MOST_SAMPLES = 128
const MOST_CHANGES = 4
const LEAST_CHANGES = 2048

/** About what one thread's name, ids and start take in memory. */
const BYTES_A_THREAD = 256
const BYTES_A_REFERENCE = 8
const BYTES_A_SAMPLE = 40

/** What a sample says besides what changed. */
export interface SampleFacts {
  start: number
  at: number
  busy: number
  born: number
  died: number
}

/**
 * Consecutive samples: the whole table as it was after the first, and for each the changes that lead to it. Filled until it
 * is full, never changed afterwards.
 */
export class Segment {
  samples = 0
  start = new Float64Array(16)
  at = new Float64Array(16)
  busy = new Float32Array(16)
  born = new Uint16Array(16)
  died = new Uint16Array(16)
  /** Where each sample's part ends in `changes`, `gone`, `met` and `cells`. */
  #changesEnd = new Uint32Array(16)
  #goneEnd = new Uint32Array(16)
  #metEnd = new Uint32Array(16)
  #cellsEnd = new Uint32Array(16)
  changes = new FigureColumns(64)
  readonly gone: number[] = []
  readonly met: InspectedThread[] = []
  readonly cells = new CoreCells()
  #figures = new FigureColumns(0)
  #threads: readonly InspectedThread[] = []
  #bytes = 0

  /** What is kept as the whole table, after the first sample. */
  keep(table: ThreadTable): void {
    this.#figures = table.figures.copy()
    this.#threads = table.threads.slice()
  }

  /** Ends a sample, whose changes have been added. */
  close({ start, at, busy, born, died }: SampleFacts): void {
    const place = this.samples
    if (place === this.at.length) this.#setCapacity(place * 2)
    this.start[place] = start
    this.at[place] = at
    this.busy[place] = busy
    this.born[place] = Math.min(born, 0xffff)
    this.died[place] = Math.min(died, 0xffff)
    this.#changesEnd[place] = this.changes.count
    this.#goneEnd[place] = this.gone.length
    this.#metEnd[place] = this.met.length
    this.#cellsEnd[place] = this.cells.count
    this.samples = place + 1
    this.#bytes = this.#sum()
  }

  /** Nothing more will be added. */
  seal(): void {
    this.changes = this.changes.copy()
    this.#bytes = this.#sum()
  }

  get isFull(): boolean {
    const changed = this.changes.count + this.met.length + this.gone.length
    return this.samples >= MOST_SAMPLES || changed >= Math.max(LEAST_CHANGES, MOST_CHANGES * this.#threads.length)
  }

  /** What it takes in memory; the columns exactly, the rest about. */
  get bytes(): number {
    return this.#bytes
  }

  get first(): number {
    return this.at[0] ?? Number.NaN
  }

  get last(): number {
    return this.at[this.samples - 1] ?? Number.NaN
  }

  /** The newest sample that is not later; −1 where all are. */
  sampleAt(at: number): number {
    return firstAfter(this.at, this.samples, at) - 1
  }

  cellsOf(sample: number): readonly [from: number, to: number] {
    return [this.#cellsEnd[sample - 1] ?? 0, this.#cellsEnd[sample] ?? 0]
  }

  /** The whole table after the first sample. */
  open(words: readonly string[]): ThreadTable {
    return ThreadTable.from(words, this.#figures, this.#threads)
  }

  /** Brings a table from one sample to a later one. */
  advance(table: ThreadTable, from: number, to: number): void {
    for (let sample = from + 1; sample <= to; sample++) {
      for (let index = this.#metEnd[sample - 1] ?? 0; index < (this.#metEnd[sample] ?? 0); index++) {
        const thread = this.met[index]
        if (thread) table.admit(thread)
      }
      for (let index = this.#changesEnd[sample - 1] ?? 0; index < (this.#changesEnd[sample] ?? 0); index++)
        table.update(this.changes, index, this.changes.row[index] ?? 0, this.changes.wait[index] ?? NO_WAIT.none)
      for (let index = this.#goneEnd[sample - 1] ?? 0; index < (this.#goneEnd[sample] ?? 0); index++)
        table.remove(this.gone[index] ?? -1)
    }
  }

  /** The threads of which something changed in a sample, as they began or otherwise, and those that ended in it. */
  changed(sample: number): { rows: Set<number>; gone: number[] } {
    const rows = this.changes.row.subarray(this.#changesEnd[sample - 1] ?? 0, this.#changesEnd[sample] ?? 0)
    const met = this.met.slice(this.#metEnd[sample - 1] ?? 0, this.#metEnd[sample] ?? 0)
    return {
      rows: new Set([...met.map(({ row }) => row), ...rows]),
      gone: this.gone.slice(this.#goneEnd[sample - 1] ?? 0, this.#goneEnd[sample] ?? 0),
    }
  }

  /** Follows one thread through the samples: where its figures are after each, or that it is not there. */
  follow(
    row: number,
    visit: (sample: number, figures: Figures, place: number) => void,
    ended: (sample: number) => void,
  ): InspectedThread | null {
    let place = this.#figures.row.subarray(0, this.#figures.count).indexOf(row)
    let figures: Figures = this.#figures
    let thread = this.#threads[place] ?? null
    for (let sample = 0; sample < this.samples; sample++) {
      // What led to the first sample is in the whole table already; that a thread ended in it is not.
      if (sample > 0) {
        for (let index = this.#metEnd[sample - 1] ?? 0; index < (this.#metEnd[sample] ?? 0); index++) {
          const met = this.met[index]
          if (met?.row !== row) continue
          thread = met
          if (place === -1) [figures, place] = [UNKNOWN, 0]
        }
        const end = this.#changesEnd[sample] ?? 0
        for (let index = this.#changesEnd[sample - 1] ?? 0; index < end; index++) {
          if (this.changes.row[index] !== row) continue
          figures = this.changes
          place = index
        }
      }
      for (let index = this.#goneEnd[sample - 1] ?? 0; index < (this.#goneEnd[sample] ?? 0); index++) {
        if (this.gone[index] !== row) continue
        place = -1
        ended(sample)
      }
      if (place !== -1) visit(sample, figures, place)
    }
    return thread
  }

  #sum(): number {
    return (
      this.#figures.bytes +
      this.changes.bytes +
      this.cells.bytes +
      this.at.length * BYTES_A_SAMPLE +
      (this.#threads.length + this.gone.length) * BYTES_A_REFERENCE +
      this.met.length * BYTES_A_THREAD
    )
  }

  #setCapacity(capacity: number): void {
    this.start = lengthened(Float64Array, this.start, capacity)
    this.at = lengthened(Float64Array, this.at, capacity)
    this.busy = lengthened(Float32Array, this.busy, capacity)
    this.born = lengthened(Uint16Array, this.born, capacity)
    this.died = lengthened(Uint16Array, this.died, capacity)
    this.#changesEnd = lengthened(Uint32Array, this.#changesEnd, capacity)
    this.#goneEnd = lengthened(Uint32Array, this.#goneEnd, capacity)
    this.#metEnd = lengthened(Uint32Array, this.#metEnd, capacity)
    this.#cellsEnd = lengthened(Uint32Array, this.#cellsEnd, capacity)
  }
}
