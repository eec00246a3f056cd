import { lengthened } from './columns.ts'

/** Figures of threads, one entry a thread, as the contract's `InspectedColumns` has them. */
export type Figures = Readonly<
  Record<
    'row' | 'state' | 'core' | 'ran' | 'cpu' | 'delay' | 'voluntary' | 'involuntary' | 'migrations' | 'wait',
    ArrayLike<number>
  >
>

/** Of one entry: three numbers of 4 bytes, five floats, a byte and two. */
const BYTES_AN_ENTRY = 35

/** Figures of threads in typed columns that grow as they are filled. */
export class FigureColumns implements Figures {
  count = 0
  row: Uint32Array
  state: Uint8Array
  core: Int16Array
  ran: Float32Array
  cpu: Float32Array
  delay: Float32Array
  voluntary: Float32Array
  involuntary: Float32Array
  migrations: Int32Array
  wait: Int32Array

  constructor(capacity: number) {
    this.row = new Uint32Array(capacity)
    this.state = new Uint8Array(capacity)
    this.core = new Int16Array(capacity)
    this.ran = new Float32Array(capacity)
    this.cpu = new Float32Array(capacity)
    this.delay = new Float32Array(capacity)
    this.voluntary = new Float32Array(capacity)
    this.involuntary = new Float32Array(capacity)
    this.migrations = new Int32Array(capacity)
    this.wait = new Int32Array(capacity)
  }

  get bytes(): number {
    return this.row.length * BYTES_AN_ENTRY
  }

  /** Adds an entry, with another number for its thread and for its wait channel. */
  push(from: Figures, index: number, row: number, wait: number): void {
    if (this.count === this.row.length) this.#setCapacity(Math.max(64, this.count * 2))
    this.put(this.count++, from, index, row, wait)
  }

  put(place: number, from: Figures, index: number, row: number, wait: number): void {
    this.row[place] = row
    this.state[place] = from.state[index] ?? 0
    this.core[place] = from.core[index] ?? 0
    this.ran[place] = from.ran[index] ?? 0
    this.cpu[place] = from.cpu[index] ?? 0
    this.delay[place] = from.delay[index] ?? 0
    this.voluntary[place] = from.voluntary[index] ?? 0
    this.involuntary[place] = from.involuntary[index] ?? 0
    this.migrations[place] = from.migrations[index] ?? 0
    this.wait[place] = wait
  }

  /** A copy that has room for nothing more. */
  copy(): FigureColumns {
    const copy = new FigureColumns(0)
    copy.count = this.count
    copy.row = this.row.slice(0, this.count)
    copy.state = this.state.slice(0, this.count)
    copy.core = this.core.slice(0, this.count)
    copy.ran = this.ran.slice(0, this.count)
    copy.cpu = this.cpu.slice(0, this.count)
    copy.delay = this.delay.slice(0, this.count)
    copy.voluntary = this.voluntary.slice(0, this.count)
    copy.involuntary = this.involuntary.slice(0, this.count)
    copy.migrations = this.migrations.slice(0, this.count)
    copy.wait = this.wait.slice(0, this.count)
    return copy
  }

  #setCapacity(capacity: number): void {
    this.row = lengthened(Uint32Array, this.row, capacity)
    this.state = lengthened(Uint8Array, this.state, capacity)
    this.core = lengthened(Int16Array, this.core, capacity)
    this.ran = lengthened(Float32Array, this.ran, capacity)
    this.cpu = lengthened(Float32Array, this.cpu, capacity)
    this.delay = lengthened(Float32Array, this.delay, capacity)
    this.voluntary = lengthened(Float32Array, this.voluntary, capacity)
    this.involuntary = lengthened(Float32Array, this.involuntary, capacity)
    this.migrations = lengthened(Int32Array, this.migrations, capacity)
    this.wait = lengthened(Int32Array, this.wait, capacity)
  }
}
