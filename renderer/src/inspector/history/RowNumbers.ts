import type { InspectedThread } from '../../../../contract/inspector.ts'

/** Two inspections may place the same start this far apart: the clock is adjusted between them. */
const SAME_START_MS = 500

interface Known {
  row: number
  startedAt: number
  /** When it was last followed, in milliseconds since the epoch. */
  seen: number
}

/**
 * Numbers threads across inspections. Each inspection gives its own numbers; pid, tid and start tell whether a thread is one
 * that was followed before.
 */
export class RowNumbers {
  #next = 0
  #current = new Map<number, number>()
  #before = new Map<string, Known>()

  /** The history's number of a thread of the present inspection. */
  of(row: number): number | null {
    return this.#current.get(row) ?? null
  }

  /** The same, for a thread that may be new. */
  admit({ row, pid, tid, startedAt }: InspectedThread): number {
    const current = this.#current.get(row)
    if (current !== undefined) return current
    const key = `${pid} ${tid}`
    const known = this.#before.get(key)
    const isSame = known !== undefined && Math.abs(known.startedAt - startedAt) <= SAME_START_MS
    const number = isSame ? known.row : this.#next++
    if (isSame) this.#before.delete(key)
    this.#current.set(row, number)
    return number
  }

  /** The thread is no more. */
  release(row: number): void {
    this.#current.delete(row)
  }

  /** Another inspection begins; threads that were followed at a moment since `oldest` are known again. */
  begin(followed: readonly InspectedThread[], at: number, oldest: number): void {
    for (const [key, { seen }] of this.#before) if (seen < oldest) this.#before.delete(key)
    for (const { row, pid, tid, startedAt } of followed) this.#before.set(`${pid} ${tid}`, { row, startedAt, seen: at })
    this.#current.clear()
  }
}
