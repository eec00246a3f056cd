import type { Task } from './task.ts'

/** Sees every lock that changes hands and every message. For tests of what must never happen. */
export interface Witness {
  acquired(lock: string, task: Task, exclusive: boolean): void
  released(lock: string, task: Task): void
  sent(channel: string, message: number): void
  received(channel: string, message: number): void
}
