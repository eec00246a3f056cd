import type { Access } from './machine.ts'

/**
 * The order of causes along one path of steps, by vector clocks: a step happens before another of its thread, and before a
 * later one that touches the same object where at least one of both writes. Steps that are not ordered so can be swapped
 * without a difference. Steps are numbered from 1; the last one can be taken back.
 *
 * Mattern 1989 for the clocks; the objects' last accesses as in Flanagan and Godefroid 2005.
 */
export class HappensBefore {
  readonly #threads: number
  #length = 0
  /** For each step and thread, the last step of the thread that happens before it (itself included); 0 where none does. */
  #clocks: Int32Array
  /** For each step, its thread, where that was in its text, what it touched, and the last step of the thread before it. */
  #thread: Int32Array
  #place: Int32Array
  readonly #accesses: (readonly Access[])[] = []
  #previous: Int32Array
  readonly #latest: Int32Array
  /** For each object, the last step that wrote it, and for each thread the last that read it. */
  readonly #written: Int32Array
  readonly #read: Int32Array
  /** What a step replaced in the two: the index, negative for `#read`, and the value. */
  readonly #replaced: number[] = []
  readonly #replacedBefore: number[] = []

  constructor(threads: number, objects: number) {
    this.#threads = threads
    this.#clocks = new Int32Array(64 * threads)
    this.#thread = new Int32Array(64)
    this.#place = new Int32Array(64)
    this.#previous = new Int32Array(64)
    this.#latest = new Int32Array(threads)
    this.#written = new Int32Array(objects)
    this.#read = new Int32Array(objects * threads)
  }

  get length(): number {
    return this.#length
  }

  threadOf(step: number): number {
    return this.#thread[step] ?? 0
  }

  placeOf(step: number): number {
    return this.#place[step] ?? 0
  }

  accessesOf(step: number): readonly Access[] {
    return this.#accesses[step] ?? []
  }

  /** The last step of `other` that happens before whatever `thread` does next; 0 where none does. */
  known(thread: number, other: number): number {
    return this.clock(this.#latest[thread] ?? 0, other)
  }

  /** The last step of `thread` before the last one of the path; 0 where there is none. */
  lastBefore(thread: number): number {
    const latest = this.#latest[thread] ?? 0
    return latest === this.#length ? (this.#previous[latest] ?? 0) : latest
  }

  /** The last step of `other` that happens before `step`, or is it; 0 where none does. */
  clock(step: number, other: number): number {
    return step === 0 ? 0 : (this.#clocks[step * this.#threads + other] ?? 0)
  }

  isBefore(step: number, later: number): boolean {
    return this.clock(later, this.threadOf(step)) >= step
  }

  /**
   * The steps that conflict with the accesses that `thread` would make next, and that no other step orders before them: of
   * each object the last write, or, before a write, the reads since then as well.
   */
  unordered(thread: number, accesses: readonly Access[]): number[] {
    const found: number[] = []
    const add = (step: number): void => {
      if (step === 0 || found.includes(step)) return
      const other = this.threadOf(step)
      if (other !== thread && this.known(thread, other) < step) found.push(step)
    }
    for (const access of accesses) this.#eachConflict(access, add)
    if (found.length < 2) return found
    return found.filter((step) => !found.some((other) => other !== step && this.isBefore(step, other)))
  }

  /**
   * The threads, as a set of bits, that can begin what leads to the last step where `step`, which conflicts with it, is not
   * taken: those with a step in between that happens before the last, and has nothing of the kind before itself.
   */
  firstWithout(step: number): number {
    const last = this.#length
    let first = 0
    for (let other = 0; other < this.#threads; other++) {
      let earliest = this.clock(last, other)
      if (earliest <= step || other === this.threadOf(step)) continue
      for (let before = this.#previous[earliest] ?? 0; before > step; before = this.#previous[earliest] ?? 0)
        earliest = before
      if (this.#knowsNothingSince(step, earliest)) first |= 1 << other
    }
    return first
  }

  /** Adds a step of `thread`, which was at `place` of its text. */
  push(thread: number, place: number, accesses: readonly Access[]): void {
    const step = ++this.#length
    if (step >= this.#thread.length) this.#grow()
    const threads = this.#threads
    const previous = this.#latest[thread] ?? 0
    const to = step * threads
    for (let other = 0; other < threads; other++) this.#clocks[to + other] = this.clock(previous, other)
    const join = (earlier: number): void => {
      for (let other = 0; other < threads; other++) {
        const known = this.clock(earlier, other)
        if (known > (this.#clocks[to + other] ?? 0)) this.#clocks[to + other] = known
      }
    }
    for (const access of accesses) this.#eachConflict(access, join)
    this.#clocks[to + thread] = step
    this.#thread[step] = thread
    this.#place[step] = place
    this.#accesses[step] = accesses
    this.#previous[step] = previous
    this.#latest[thread] = step
    this.#replacedBefore[step] = this.#replaced.length
    for (const { object, writes } of accesses) this.#note(object, writes, thread, step)
  }

  pop(): void {
    const step = this.#length--
    const thread = this.threadOf(step)
    this.#latest[thread] = this.#previous[step] ?? 0
    const before = this.#replacedBefore[step] ?? 0
    while (this.#replaced.length > before) {
      const value = this.#replaced.pop() ?? 0
      const index = this.#replaced.pop() ?? 0
      if (index < 0) this.#read[~index] = value
      else this.#written[index] = value
    }
  }

  /** Calls back with every last access that an access conflicts with; 0 may be among them. */
  #eachConflict({ object, writes }: Access, found: (step: number) => void): void {
    const written = this.#written[object] ?? 0
    found(written)
    if (!writes) return
    for (let other = 0; other < this.#threads; other++) {
      const read = this.#read[object * this.#threads + other] ?? 0
      if (read > written) found(read)
    }
  }

  #note(object: number, writes: boolean, thread: number, step: number): void {
    if (writes) {
      this.#replaced.push(object, this.#written[object] ?? 0)
      this.#written[object] = step
    } else {
      const index = object * this.#threads + thread
      this.#replaced.push(~index, this.#read[index] ?? 0)
      this.#read[index] = step
    }
  }

  #knowsNothingSince(step: number, later: number): boolean {
    const thread = this.threadOf(later)
    const conflicting = this.threadOf(step)
    for (let other = 0; other < this.#threads; other++)
      if (other !== thread && other !== conflicting && this.clock(later, other) > step) return false
    return true
  }

  #grow(): void {
    const twice = (array: Int32Array): Int32Array => {
      const larger = new Int32Array(array.length * 2)
      larger.set(array)
      return larger
    }
    this.#clocks = twice(this.#clocks)
    this.#thread = twice(this.#thread)
    this.#place = twice(this.#place)
    this.#previous = twice(this.#previous)
  }
}
