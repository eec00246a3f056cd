/**
 * How the words of a state that are not plain numbers are read. A mutex is the holder's number plus one, 0 where free.
 * A read–write lock has a bit for each reader below the writer's number plus one. A condition is its queue, four bits a
 * thread with the one that came first lowest. A channel's first word counts its messages below a bit for closed.
 */
import type { State } from './compiled-program.ts'

export const WRITER_SHIFT = 8
export const READERS = 0xff
export const CHANNEL_CLOSED = 1 << 8
export const CHANNEL_COUNT = 0xff

export function wordAt(state: State, at: number): number {
  return state[at] ?? 0
}

/** The threads in a condition's queue, the longest waiting first. */
export function queueOf(word: number): number[] {
  const queue: number[] = []
  for (let rest = word; rest !== 0; rest >>>= 4) queue.push((rest & 15) - 1)
  return queue
}

export function isQueued(word: number, thread: number): boolean {
  for (let rest = word; rest !== 0; rest >>>= 4) if ((rest & 15) === thread + 1) return true
  return false
}

export function enqueue(word: number, thread: number): number {
  let shift = 0
  while (word >>> shift !== 0) shift += 4
  return word | ((thread + 1) << shift)
}

/** The threads that hold a read–write lock: its writer, or its readers. */
export function holdersOfRwlock(word: number): number[] {
  const writer = word >>> WRITER_SHIFT
  if (writer !== 0) return [writer - 1]
  const readers: number[] = []
  for (let thread = 0; thread < WRITER_SHIFT; thread++) if (word & (1 << thread)) readers.push(thread)
  return readers
}
