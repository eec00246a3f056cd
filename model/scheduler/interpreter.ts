import { Channel } from './channel.ts'
import { Condition, Mutex, ReadWriteLock } from './locks.ts'
import type { Task } from './task.ts'
import type { Witness } from './witness.ts'
import type { Nanoseconds, Workload } from './workload.ts'

/** What a task does next: computes, creates, or leaves its core for the reason given. */
export type Outcome = 'compute' | 'spawn' | 'io' | 'lock' | 'wait' | 'channel' | 'yield' | 'exit' | 'out-of-operations'

/** Runs what takes no time by itself: locks, messages, signals, loops. */
export class Interpreter {
  /** How many operations have run; each turn of a loop counts too. */
  operations = 0
  /** How long the `io` takes that was just met. */
  ioTime: Nanoseconds = 0
  /** Whom the `spawn` starts that was just met. */
  child: Task | null = null

  readonly #tasks: readonly Task[]
  readonly #mostOperations: number
  readonly #resume: (task: Task) => void
  readonly #mutexes: readonly Mutex[]
  readonly #rwlocks: readonly ReadWriteLock[]
  readonly #conditions: readonly Condition[]
  readonly #channels: readonly Channel[]

  constructor(
    workload: Workload,
    tasks: readonly Task[],
    mostOperations: number,
    resume: (task: Task) => void,
    witness: Witness | null,
  ) {
    this.#tasks = tasks
    this.#mostOperations = mostOperations
    this.#resume = resume
    this.#mutexes = workload.mutexes.map((name) => new Mutex(name, witness))
    this.#rwlocks = workload.rwlocks.map((name) => new ReadWriteLock(name, witness))
    this.#conditions = workload.conditions.map((name) => new Condition(name))
    this.#channels = workload.channels.map(({ name, capacity }) => new Channel(name, capacity, witness))
  }

  get exhausted(): boolean {
    return this.operations >= this.#mostOperations
  }

  /** Goes on with a task, which is on a core and has nothing left to compute, until something takes time or blocks it. */
  advance(task: Task): Outcome {
    const { list } = task.program
    for (;;) {
      if (this.exhausted) return 'out-of-operations'
      this.operations++
      const instruction = list[task.at]
      if (instruction === undefined) return 'exit'
      task.at++
      const { value } = instruction
      switch (instruction.code) {
        case 'compute':
          if (value === 0) break
          task.left = value
          return 'compute'
        case 'io':
          this.ioTime = value
          return 'io'
        case 'lock':
          if (!this.#mutex(value).lock(task)) return 'lock'
          break
        case 'unlock':
          this.#wake(this.#mutex(value).unlock(task))
          break
        case 'read-lock':
        case 'write-lock':
          if (!known(this.#rwlocks[value]).lock(task, instruction.code === 'write-lock')) return 'lock'
          break
        case 'read-unlock':
        case 'write-unlock':
          known(this.#rwlocks[value]).unlock(task, instruction.code === 'write-unlock', this.#resume)
          break
        case 'wait':
          this.#wake(known(this.#conditions[value]).wait(task, this.#mutex(instruction.other)))
          return 'wait'
        case 'signal':
          this.#wake(known(this.#conditions[value]).signal())
          break
        case 'send':
          if (!known(this.#channels[value]).send(task, this.#resume)) return 'channel'
          break
        case 'receive':
          if (!known(this.#channels[value]).receive(task, this.#resume)) return 'channel'
          break
        case 'spawn':
          // A thread exists once: one that has come already is not started again.
          this.child = known(this.#tasks[value])
          if (this.child.state === 'not-yet') return 'spawn'
          break
        case 'repeat':
          if (instruction.loop !== null) task.counters[instruction.loop.depth] = value
          break
        case 'again': {
          const depth = instruction.loop?.depth ?? 0
          const turns = (task.counters[depth] ?? 0) - 1
          task.counters[depth] = turns
          if (turns > 0) task.at = instruction.other
          break
        }
        case 'yield':
        case 'exit':
          return instruction.code
      }
    }
  }

  #mutex(index: number): Mutex {
    return known(this.#mutexes[index])
  }

  #wake(task: Task | null): void {
    if (task !== null) this.#resume(task)
  }
}

/** The workload's operations name only what the workload has. */
function known<T>(item: T | undefined): T {
  if (item === undefined)
    throw new Error('an operation of the workload names something that the workload does not have')
  return item
}
