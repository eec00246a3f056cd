import { SLICE_ENDS, SLICE_WORK, TASK_STATES, type SliceEnd, type Slices, type StateChanges } from './schedule.ts'
import type { Task } from './task.ts'
import type { Nanoseconds } from './workload.ts'

export type SliceWork = (typeof SLICE_WORK)[number]

const WORK = new Map(SLICE_WORK.map((work, index) => [work, index]))
const END = new Map(SLICE_ENDS.map((end, index) => [end, index]))
const STATE = new Map(TASK_STATES.map((state, index) => [state, index]))

const FIRST_ROWS = 256
/** Longer parts save nothing: joining copies every row once, however many parts there are. */
const MOST_ROWS = 2 ** 20

/** What happened, in columns. They grow part by part and are joined in the end, so that no row is copied more than once. */
export class Recorder {
  #slices = emptySlices(FIRST_ROWS)
  readonly #fullSlices: Slices[] = []
  #slicesBefore = 0
  #changes = emptyChanges(FIRST_ROWS)
  readonly #fullChanges: StateChanges[] = []
  /** For each task, where its latest change is written. */
  readonly #latest: { part: StateChanges; row: number }[]

  constructor(tasks: number) {
    this.#latest = Array.from({ length: tasks }, () => ({ part: this.#changes, row: -1 }))
  }

  get sliceCount(): number {
    return this.#slicesBefore + this.#slices.count
  }

  /** Nothing that takes no time is recorded. */
  slice(task: Task, core: number, from: Nanoseconds, to: Nanoseconds, work: SliceWork, end: SliceEnd): void {
    if (to <= from) return
    if (this.#slices.count === this.#slices.task.length) this.#nextSlices()
    const slices = this.#slices
    const row = slices.count++
    slices.task[row] = task.index
    slices.core[row] = core
    slices.from[row] = from
    slices.to[row] = to
    slices.work[row] = WORK.get(work) ?? 0
    slices.end[row] = END.get(end) ?? 0
  }

  /** `task.state` has changed. Of several changes at one instant the last is kept. */
  change(task: Task, now: Nanoseconds): void {
    const state = STATE.get(task.state) ?? 0
    const latest = this.#latest[task.index]
    if (latest === undefined) return
    if (latest.row >= 0 && latest.part.at[latest.row] === now) {
      latest.part.state[latest.row] = state
      return
    }
    if (this.#changes.count === this.#changes.at.length) this.#nextChanges()
    const changes = this.#changes
    const row = changes.count++
    latest.part = changes
    latest.row = row
    changes.at[row] = now
    changes.task[row] = task.index
    changes.state[row] = state
  }

  /** The columns, as long as their count. */
  finish(): { slices: Slices; changes: StateChanges } {
    return {
      slices: joinedSlices([...this.#fullSlices, this.#slices]),
      changes: joinedChanges([...this.#fullChanges, this.#changes]),
    }
  }

  #nextSlices(): void {
    this.#fullSlices.push(this.#slices)
    this.#slicesBefore += this.#slices.count
    this.#slices = emptySlices(Math.min(MOST_ROWS, 2 * this.#slices.count))
  }

  #nextChanges(): void {
    this.#fullChanges.push(this.#changes)
    this.#changes = emptyChanges(Math.min(MOST_ROWS, 2 * this.#changes.count))
  }
}

function emptySlices(rows: number): Slices {
  return {
    count: 0,
    task: new Int32Array(rows),
    core: new Uint8Array(rows),
    from: new Float64Array(rows),
    to: new Float64Array(rows),
    work: new Uint8Array(rows),
    end: new Uint8Array(rows),
  }
}

function emptyChanges(rows: number): StateChanges {
  return { count: 0, at: new Float64Array(rows), task: new Int32Array(rows), state: new Uint8Array(rows) }
}

function joinedSlices(parts: readonly Slices[]): Slices {
  const whole = emptySlices(rowsOf(parts))
  for (const part of parts) {
    append(whole.task, part.task, whole.count, part.count)
    append(whole.core, part.core, whole.count, part.count)
    append(whole.from, part.from, whole.count, part.count)
    append(whole.to, part.to, whole.count, part.count)
    append(whole.work, part.work, whole.count, part.count)
    append(whole.end, part.end, whole.count, part.count)
    whole.count += part.count
  }
  return whole
}

function joinedChanges(parts: readonly StateChanges[]): StateChanges {
  const whole = emptyChanges(rowsOf(parts))
  for (const part of parts) {
    append(whole.at, part.at, whole.count, part.count)
    append(whole.task, part.task, whole.count, part.count)
    append(whole.state, part.state, whole.count, part.count)
    whole.count += part.count
  }
  return whole
}

const rowsOf = (parts: readonly { count: number }[]): number => parts.reduce((sum, { count }) => sum + count, 0)

function append<Column extends Float64Array | Int32Array | Uint8Array>(
  whole: Column,
  part: Column,
  at: number,
  count: number,
): void {
  whole.set(part.subarray(0, count), at)
}
