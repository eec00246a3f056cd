import { WaitList, type Awaited, type Task } from './task.ts'
import type { Witness } from './witness.ts'

/**
 * A bounded channel. Messages are numbered as they are sent and arrive in that order; senders wait where it is full,
 * receivers where it is empty. Capacity 0 hands each message over directly.
 */
export class Channel implements Awaited {
  readonly called: string
  readonly heldBy: readonly Task[] = []
  readonly #capacity: number
  /** A ring: what is in the channel now. */
  #buffer = new Float64Array(4)
  #first = 0
  #count = 0
  #sent = 0
  readonly #senders = new WaitList()
  readonly #receivers = new WaitList()
  readonly #witness: Witness | null

  constructor(name: string, capacity: number, witness: Witness | null) {
    this.called = `channel ${name}`
    this.#capacity = capacity
    this.#witness = witness
  }

  /** Whether `task` can go on; `resume` is called for a receiver that gets the message. */
  send(task: Task, resume: (task: Task) => void): boolean {
    const message = this.#sent++
    this.#witness?.sent(this.called, message)
    const receiver = this.#receivers.shift()
    if (receiver !== null) {
      this.#witness?.received(this.called, message)
      resume(receiver)
      return true
    }
    if (this.#count < this.#capacity) {
      this.#put(message)
      return true
    }
    task.message = message
    task.awaits = this
    this.#senders.push(task)
    return false
  }

  /** Whether `task` has a message; `resume` is called for a sender that has room now. */
  receive(task: Task, resume: (task: Task) => void): boolean {
    const sender = this.#count > 0 || this.#capacity === 0 ? this.#senders.shift() : null
    if (this.#count > 0) {
      this.#witness?.received(this.called, this.#take())
      if (sender !== null) this.#put(sender.message)
    } else if (sender !== null) {
      this.#witness?.received(this.called, sender.message)
    } else {
      task.awaits = this
      this.#receivers.push(task)
      return false
    }
    if (sender !== null) resume(sender)
    return true
  }

  #put(message: number): void {
    const size = this.#buffer.length
    if (this.#count === size) {
      const larger = new Float64Array(2 * size)
      larger.set(this.#buffer.subarray(this.#first))
      larger.set(this.#buffer.subarray(0, this.#first), size - this.#first)
      this.#buffer = larger
      this.#first = 0
    }
    this.#buffer[(this.#first + this.#count) % this.#buffer.length] = message
    this.#count++
  }

  #take(): number {
    const message = this.#buffer[this.#first] ?? -1
    this.#first = (this.#first + 1) % this.#buffer.length
    this.#count--
    return message
  }
}
