import { WaitList, type Awaited, type Task } from './task.ts'
import type { Witness } from './witness.ts'

/** A mutex that is handed to the task that has waited longest; nobody can take it in between. */
export class Mutex implements Awaited {
  readonly called: string
  holder: Task | null = null
  readonly #waiters = new WaitList()
  readonly #witness: Witness | null

  constructor(name: string, witness: Witness | null) {
    this.called = `mutex ${name}`
    this.#witness = witness
  }

  get heldBy(): readonly Task[] {
    return this.holder === null ? [] : [this.holder]
  }

  /** Whether `task` has it now; otherwise it waits, for ever if it is itself the holder. */
  lock(task: Task): boolean {
    if (this.holder === null) {
      this.holder = task
      this.#witness?.acquired(this.called, task, true)
      return true
    }
    task.awaits = this
    this.#waiters.push(task)
    return false
  }

  /** Who holds it next. Nothing happens where `task` does not hold it. */
  unlock(task: Task): Task | null {
    if (this.holder !== task) return null
    this.#witness?.released(this.called, task)
    this.holder = this.#waiters.shift()
    if (this.holder !== null) this.#witness?.acquired(this.called, this.holder, true)
    return this.holder
  }
}

/** A read–write lock in the order of asking: a reader does not overtake a writer that waits. */
export class ReadWriteLock implements Awaited {
  readonly called: string
  #writer: Task | null = null
  /** How often each reader has it. */
  readonly #readers = new Map<Task, number>()
  readonly #waiters = new WaitList()
  readonly #witness: Witness | null

  constructor(name: string, witness: Witness | null) {
    this.called = `rwlock ${name}`
    this.#witness = witness
  }

  get heldBy(): readonly Task[] {
    return this.#writer === null ? [...this.#readers.keys()] : [this.#writer]
  }

  /** Whether `task` has it now; otherwise it waits. */
  lock(task: Task, writes: boolean): boolean {
    if (this.#waiters.first === null && this.#grants(writes)) {
      this.#give(task, writes)
      return true
    }
    task.awaits = this
    task.writes = writes
    this.#waiters.push(task)
    return false
  }

  /** Calls `resume` for everyone that gets it. Nothing happens where `task` does not hold it so. */
  unlock(task: Task, wrote: boolean, resume: (task: Task) => void): void {
    if (wrote) {
      if (this.#writer !== task) return
      this.#writer = null
    } else {
      const held = this.#readers.get(task)
      if (held === undefined) return
      if (held > 1) this.#readers.set(task, held - 1)
      else this.#readers.delete(task)
    }
    this.#witness?.released(this.called, task)
    for (let next = this.#waiters.first; next !== null && this.#grants(next.writes); next = this.#waiters.first) {
      this.#waiters.shift()
      this.#give(next, next.writes)
      resume(next)
    }
  }

  #grants(writes: boolean): boolean {
    return this.#writer === null && (!writes || this.#readers.size === 0)
  }

  #give(task: Task, writes: boolean): void {
    if (writes) this.#writer = task
    else this.#readers.set(task, (this.#readers.get(task) ?? 0) + 1)
    this.#witness?.acquired(this.called, task, writes)
  }
}

/** A condition variable: `signal` wakes the task that has waited longest, and nobody where none waits. */
export class Condition implements Awaited {
  readonly called: string
  readonly heldBy: readonly Task[] = []
  readonly #waiters = new WaitList()

  constructor(name: string) {
    this.called = `condition ${name}`
  }

  /** `task` sleeps and gives up `mutex`, if it holds it. Who holds the mutex next. */
  wait(task: Task, mutex: Mutex): Task | null {
    task.awaits = this
    task.reacquires = mutex
    this.#waiters.push(task)
    return mutex.unlock(task)
  }

  /** The task that can go on; null where none waits, or where the one that was woken now waits for its mutex. */
  signal(): Task | null {
    const task = this.#waiters.shift()
    const mutex = task?.reacquires ?? null
    if (task === null || mutex === null) return null
    task.reacquires = null
    return mutex.lock(task) ? task : null
  }
}
