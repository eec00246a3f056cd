import type { InspectorFrame } from '../../../../contract/inspector.ts'
import type { CoreSamples, InspectedTable, SampleIndex, StrandKind, ThreadSamples, ToldSample } from './inspected.ts'
import { RowNumbers } from './RowNumbers.ts'
import { coreSamplesIn, sampleIndexIn, threadSamplesIn } from './samples-between.ts'
import { Segment } from './Segment.ts'
import { ThreadTable } from './ThreadTable.ts'

export type { InspectedRow, InspectedTable } from './inspected.ts'

/** Clocks that are read one after the other differ by less. */
const SAME_MOMENT_MS = 2
const NOTHING: InspectedTable = { at: Number.NaN, rows: [] }

interface Replayed {
  segment: Segment
  sample: number
  table: ThreadTable
  shown: InspectedTable
}

/**
 * The last samples of an inspection, for looking back: what changed from one to the next, and now and then the whole table.
 * The oldest go when they are older than `seconds` or all take more than `bytes`; `from` says how far back it reaches.
 * Plain data: its owner says when there is something new to show.
 */
export class FrameHistory {
  readonly #limits: { readonly seconds: number; readonly bytes: number }
  /** All words of wait channels, and of the present inspection where each of its words is among them. */
  readonly #words: string[] = []
  readonly #wordPlaces = new Map<string, number>()
  #waits: number[] = []
  readonly #numbers = new RowNumbers()
  #segments: Segment[] = []
  #live = new ThreadTable(this.#words)
  #running = new Set<number>()
  #begins = true
  #sealedBytes = 0
  #shown: InspectedTable | null = null
  #replayed: Replayed | null = null
  #forgotEarly = false

  constructor(limits: { seconds: number; bytes: number }) {
    this.#limits = limits
  }

  /** The next frame is the first of another inspection: its threads are numbered anew, and it holds all of them. */
  begin(): void {
    this.#begins = true
  }

  /** Takes over what a frame says changed. What it costs goes with how much that is. */
  add(frame: InspectorFrame): void {
    // Where the clock was set back, what came before has no place in time any more.
    if (frame.at < this.to - SAME_MOMENT_MS) this.#forgetAll()
    const at = Number.isNaN(this.to) ? frame.at : Math.max(frame.at, this.to)
    const isFirst = this.#begins
    if (isFirst) this.#beginAnew(at)
    const start = isFirst ? at : this.#startOf(frame, at)
    const before = this.#segments.at(-1)
    const segment = before && !isFirst && !before.isFull ? before : new Segment()
    for (const word of frame.waits) this.#waits.push(this.#placeOf(word))
    let born = 0
    for (const thread of frame.threads) {
      const own = { ...thread, row: this.#numbers.admit(thread) }
      segment.met.push(own)
      if (this.#live.admit(own)) born += 1
    }
    this.#change(segment, frame)
    let died = 0
    for (const row of frame.gone) if (this.#end(segment, row)) died += 1
    const busy = isFirst ? 0 : this.#addCells(segment, at - start)
    segment.close({ start, at, busy, born: isFirst ? 0 : born, died })
    if (segment !== before) this.#open(segment)
    this.#forget()
    this.#shown = null
  }

  /** Forgets everything. The next frame has to be the first of an inspection. */
  clear(): void {
    this.#forgetAll()
    this.#recount()
  }

  /** When the oldest sample was taken that can be looked at, in milliseconds since the epoch; `NaN` without one, as `to`. */
  get from(): number {
    const segment = this.#segments[0]
    if (!segment) return Number.NaN
    const sample = segment.sampleAt(this.to - this.#limits.seconds * 1000)
    return segment.at[Math.min(Math.max(0, sample), segment.samples - 1)] ?? segment.first
  }

  get to(): number {
    return this.#segments.at(-1)?.last ?? Number.NaN
  }

  /** Whether samples had to go before their time, as all would have taken more than `bytes`. */
  get isCutShort(): boolean {
    return this.#forgotEarly
  }

  /** What the past takes in memory. */
  get bytes(): number {
    return this.#sealedBytes + (this.#segments.at(-1)?.bytes ?? 0)
  }

  /** The table of the newest sample that is not later; of the oldest one where all are. */
  tableAt(at: number): InspectedTable {
    const last = this.#segments.at(-1)
    const first = this.#segments[0]
    if (!last || !first) return NOTHING
    if (at >= last.last) return (this.#shown ??= { at: last.last, rows: this.#live.rows() })
    const segment = this.#segments.findLast((one) => one.first <= at) ?? first
    const sample = Math.max(0, segment.sampleAt(at))
    const replayed = this.#replayed
    if (replayed?.segment === segment && replayed.sample === sample) return replayed.shown
    const onwards = replayed?.segment === segment && replayed.sample < sample
    const table = onwards ? replayed.table : segment.open(this.#words)
    segment.advance(table, onwards ? replayed.sample : 0, sample)
    const shown = { at: segment.at[sample] ?? segment.first, rows: table.rows() }
    this.#replayed = { segment, sample, table, shown }
    return shown
  }

  /** One thread in the samples that cover any of the time asked for. */
  threadBetween(row: number, from: number, to: number): ThreadSamples {
    return threadSamplesIn(this.#segments, this.#words, row, from, to)
  }

  /** Who ran on the cores, in the samples that cover any of the time asked for. */
  coresBetween(from: number, to: number): CoreSamples {
    return coreSamplesIn(this.#segments, from, to)
  }

  /** The samples that cover any of the time asked for, and what they come to. */
  samplesBetween(from: number, to: number): SampleIndex {
    return sampleIndexIn(this.#segments, from, to)
  }

  /** All samples that are kept when it is asked for, the oldest first. */
  *tell(): Generator<ToldSample, void> {
    const kept = this.#segments.map((segment) => ({ segment, samples: segment.samples }))
    let before: ThreadTable | null = null
    for (const { segment, samples } of kept) {
      const table = segment.open(this.#words)
      for (let sample = 0; sample < samples; sample++) {
        const [start, at] = [segment.start[sample] ?? 0, segment.at[sample] ?? 0]
        const { rows, gone } = segment.changed(sample)
        // A segment's own table begins after its first sample, without those that ended in it.
        const known: ThreadTable | null = sample === 0 ? before : table
        const ended = gone.flatMap((row) => known?.row(row) ?? [])
        if (sample > 0) segment.advance(table, sample - 1, sample)
        const isWhole = sample === 0 && (before === null || start === at)
        const changed = isWhole ? table.rows() : [...rows].flatMap((row) => table.row(row) ?? [])
        yield { start, at, changed, gone: ended }
      }
      before = table
    }
  }

  #beginAnew(at: number): void {
    this.#numbers.begin(this.#live.threads, at, at - this.#limits.seconds * 1000)
    this.#recount()
    this.#begins = false
  }

  /** Forgets what belongs to one inspection. */
  #recount(): void {
    this.#live = new ThreadTable(this.#words)
    this.#running = new Set()
    this.#waits = []
    this.#begins = true
  }

  /** When what a frame covers began. Time between two frames that neither covers is not known. */
  #startOf(frame: InspectorFrame, at: number): number {
    const start = at - frame.interval
    const before = this.to
    return start < before + SAME_MOMENT_MS || Number.isNaN(start) ? before : start
  }

  #placeOf(word: string): number {
    const known = this.#wordPlaces.get(word)
    if (known !== undefined) return known
    this.#wordPlaces.set(word, this.#words.length)
    return this.#words.push(word) - 1
  }

  #change(segment: Segment, { columns }: InspectorFrame): void {
    for (const [index, given] of columns.row.entries()) {
      const row = this.#numbers.of(given)
      if (row === null) continue
      const wait = columns.wait[index] ?? -1
      const own = wait < 0 ? wait : (this.#waits[wait] ?? -1)
      if (!this.#live.update(columns, index, row, own)) continue
      segment.changes.push(columns, index, row, own)
      if ((columns.ran[index] ?? 0) > 0) this.#running.add(row)
      else this.#running.delete(row)
    }
  }

  #end(segment: Segment, given: number): boolean {
    const row = this.#numbers.of(given)
    if (row === null) return false
    this.#numbers.release(given)
    this.#running.delete(row)
    segment.gone.push(row)
    return this.#live.remove(row)
  }

  /** Gives how many cores' worth of running there was. */
  #addCells(segment: Segment, covered: number): number {
    const { figures, threads } = this.#live
    let sum = 0
    for (const row of this.#running) {
      const place = this.#live.placeOf(row)
      const thread = place === null ? undefined : threads[place]
      if (place === null || !thread) continue
      const ran = figures.ran[place] ?? 0
      sum += ran
      segment.cells.add(figures.core[place] ?? 0, row, kindOf(thread), ran)
    }
    segment.cells.endSample()
    return covered > 0 ? sum / covered : 0
  }

  #open(segment: Segment): void {
    segment.keep(this.#live)
    const before = this.#segments.at(-1)
    before?.seal()
    this.#sealedBytes += before?.bytes ?? 0
    this.#segments.push(segment)
  }

  #forgetAll(): void {
    this.#segments = []
    this.#forgotEarly = false
    this.#sealedBytes = 0
    this.#shown = null
    this.#replayed = null
  }

  /** Lets the oldest samples go; the newest segment stays whatever it takes. */
  #forget(): void {
    const oldest = this.to - this.#limits.seconds * 1000
    for (let next = this.#segments[1]; next; next = this.#segments[1]) {
      if (next.first > oldest && this.bytes <= this.#limits.bytes) return
      if (next.first > oldest) this.#forgotEarly = true
      const [gone] = this.#segments.splice(0, 1)
      this.#sealedBytes -= gone?.bytes ?? 0
      if (this.#replayed?.segment === gone) this.#replayed = null
    }
  }
}

function kindOf({ kernel, pid, tid }: { kernel: boolean; pid: number; tid: number }): StrandKind {
  if (kernel) return 'kernel'
  return pid === tid ? 'process' : 'thread'
}
