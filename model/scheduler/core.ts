import type { HeapItem } from './indexed-heap.ts'
import type { Recorder } from './recorder.ts'
import type { SliceEnd } from './schedule.ts'
import type { Task } from './task.ts'
import type { Nanoseconds } from './workload.ts'

/** Why the choice for a core is to be made again: `idle` for one that a task was sent to, `burst` where it depends. */
export type Ask = 'quantum' | 'preempted' | 'yield' | 'burst' | 'idle'

/** A core. As a heap item its key is when what it does now ends. */
export class Core implements HeapItem {
  key = 0
  tie = 0
  position = -1

  readonly index: number
  /** The run queue that it takes from. */
  readonly queue: number

  task: Task | null = null
  /** Who was on it last, or is. */
  last: Task | null = null
  /** What it is doing with its task; overhead and creation cannot be interrupted. */
  phase: 'overhead' | 'compute' | 'spawn' = 'compute'
  /** When the phase began. Computing that goes on after a new choice is one phase. */
  from: Nanoseconds = 0
  /** Up to when its task has been charged. */
  charged: Nanoseconds = 0
  /** How long the task may still keep the core. */
  allowance: Nanoseconds = 0
  /** Of an overhead phase, the part that comes first. */
  migration: Nanoseconds = 0
  /** Whom its task is creating. */
  child: Task | null = null
  ask: Ask | null = null
  /** Whether it has just lost its task and a reader has not been told why it is idle. */
  silent = false

  constructor(index: number, queue: number) {
    this.index = index
    this.queue = queue
  }

  /** Can a new choice be made now? */
  get open(): boolean {
    return this.task === null || this.phase === 'compute'
  }

  begin(phase: Core['phase'], now: Nanoseconds): void {
    this.phase = phase
    this.from = now
    this.charged = now
  }

  /** Writes down the phase that ends now. */
  record(recorder: Recorder, now: Nanoseconds, end: SliceEnd): void {
    const { task } = this
    if (task === null) return
    if (this.phase === 'overhead') {
      const migrated = Math.min(now, this.from + this.migration)
      recorder.slice(task, this.index, this.from, migrated, 'migration', end)
      recorder.slice(task, this.index, migrated, now, 'switch', end)
    } else recorder.slice(task, this.index, this.from, now, this.phase, end)
  }
}
