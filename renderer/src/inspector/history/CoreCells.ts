import { lengthened } from './columns.ts'
import { OTHERS, STRAND_KINDS, type StrandKind } from './inspected.ts'

/** As many threads of a core are told apart in one sample; a cell has no room to show more. */
const MOST_TOLD_APART = 6
const BYTES_A_CELL = 11

interface Ran {
  row: number
  kind: number
  ran: number
}

/** One core in the sample that is being added: who ran longest, longest first, and all others together. */
interface Busiest {
  first: Ran[]
  others: number
}

/** Which threads ran longest on each core, sample after sample. */
export class CoreCells {
  count = 0
  core = new Uint16Array(64)
  row = new Uint32Array(64)
  kind = new Uint8Array(64)
  ran = new Float32Array(64)
  readonly #cores: Busiest[] = []

  get bytes(): number {
    return this.row.length * BYTES_A_CELL
  }

  /** A thread ran in the present sample and was last seen on this core. */
  add(core: number, row: number, kind: StrandKind, ran: number): void {
    while (this.#cores.length <= core) this.#cores.push({ first: [], others: 0 })
    const busiest = this.#cores[core]
    if (!busiest) return
    const { first } = busiest
    const least = first.length < MOST_TOLD_APART ? -1 : (first.at(-1)?.ran ?? -1)
    if (ran <= least) {
      busiest.others += ran
      return
    }
    const after = first.findIndex((one) => one.ran < ran)
    first.splice(after === -1 ? first.length : after, 0, { row, kind: STRAND_KINDS.indexOf(kind), ran })
    if (first.length > MOST_TOLD_APART) busiest.others += first.pop()?.ran ?? 0
  }

  /** The present sample is complete. */
  endSample(): void {
    this.#cores.forEach((busiest, core) => {
      for (const { row, kind, ran } of busiest.first) this.#push(core, row, kind, ran)
      if (busiest.others > 0) this.#push(core, OTHERS, STRAND_KINDS.indexOf('others'), busiest.others)
      busiest.first.length = 0
      busiest.others = 0
    })
  }

  #push(core: number, row: number, kind: number, ran: number): void {
    if (this.count === this.row.length) {
      const capacity = this.count * 2
      this.core = lengthened(Uint16Array, this.core, capacity)
      this.row = lengthened(Uint32Array, this.row, capacity)
      this.kind = lengthened(Uint8Array, this.kind, capacity)
      this.ran = lengthened(Float32Array, this.ran, capacity)
    }
    this.core[this.count] = core
    this.row[this.count] = row
    this.kind[this.count] = kind
    this.ran[this.count] = ran
    this.count += 1
  }
}
