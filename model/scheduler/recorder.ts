import { SLICE_ENDS, SLICE_WORK, TASK_STATES, type SliceEnd, type Slices, type StateChanges } from './schedule.ts'
import type { Task } from './task.ts'
import type { Nanoseconds } from './workload.ts'

export type SliceWork = (typeof SLICE_WORK)[number]

const WORK = new Map(SLICE_WORK.map((work, index) => [work, index]))
const END = new Map(SLICE_ENDS.map((end, index) => [end, index]))
const STATE = new Map(TASK_STATES.map((state, index) => [state, index]))

/** What happened, as columns that grow by half when they are full. */
export class Recorder {
  #slices: Slices = {
    count: 0,
    task: new Int32Array(256),
    core: new Uint8Array(256),
    from: new Float64Array(256),
    to: new Float64Array(256),
    work: new Uint8Array(256),
    end: new Uint8Array(256),
  }
  #changes: StateChanges = {
    count: 0,
    at: new Float64Array(256),
    task: new Int32Array(256),
    state: new Uint8Array(256),
  }
  /** For each task, its latest change. */
  readonly #latest: Int32Array

  constructor(tasks: number) {
    this.#latest = new Int32Array(tasks).fill(-1)
  }

  get sliceCount(): number {
    return this.#slices.count
  }

  /** Nothing that takes no time is recorded. */
  slice(task: Task, core: number, from: Nanoseconds, to: Nanoseconds, work: SliceWork, end: SliceEnd): void {
    if (to <= from) return
    let slices = this.#slices
    if (slices.count === slices.task.length) slices = this.#slices = resizedSlices(slices, grown(slices.count))
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
    let changes = this.#changes
    const state = STATE.get(task.state) ?? 0
    const latest = this.#latest[task.index] ?? -1
    if (latest >= 0 && changes.at[latest] === now) {
      changes.state[latest] = state
      return
    }
    if (changes.count === changes.at.length) changes = this.#changes = resizedChanges(changes, grown(changes.count))
    const row = changes.count++
    this.#latest[task.index] = row
    changes.at[row] = now
    changes.task[row] = task.index
    changes.state[row] = state
  }

  /** The columns, as long as their count. */
  finish(): { slices: Slices; changes: StateChanges } {
    const slices = resizedSlices(this.#slices, this.#slices.count)
    const changes = resizedChanges(this.#changes, this.#changes.count)
    return { slices, changes }
  }
}

const grown = (rows: number): number => Math.ceil(rows * 1.5)

function resizedSlices(old: Slices, rows: number): Slices {
  return {
    count: old.count,
    task: resized(old.task, new Int32Array(rows)),
    core: resized(old.core, new Uint8Array(rows)),
    from: resized(old.from, new Float64Array(rows)),
    to: resized(old.to, new Float64Array(rows)),
    work: resized(old.work, new Uint8Array(rows)),
    end: resized(old.end, new Uint8Array(rows)),
  }
}

function resizedChanges(old: StateChanges, rows: number): StateChanges {
  return {
    count: old.count,
    at: resized(old.at, new Float64Array(rows)),
    task: resized(old.task, new Int32Array(rows)),
    state: resized(old.state, new Uint8Array(rows)),
  }
}

function resized<Column extends Float64Array | Int32Array | Uint8Array>(old: Column, into: Column): Column {
  into.set(old.length > into.length ? old.subarray(0, into.length) : old)
  return into
}
