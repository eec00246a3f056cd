import { readdirSync } from 'node:fs'
import { parseStat } from './proc-text.ts'
import { NOTHING, type ProcFiles } from './proc-files.ts'
import type { ReadTarget } from './reading.ts'

/** The kernel keeps 15 bytes of a name. */
const NAME_BYTES = 15
/** A process that is not followed is looked at again, since it may have changed its name, once in so many censuses. */
const TURNS = 8

interface Known {
  parent: number
  name: string
  start: number
  followed: boolean
  /** Looked at again next time: it was just born and may be about to run another program, or its number was reused. */
  doubtful: boolean
}

/** Knows which processes are to be followed: those named, and the descendants of everybody that was ever followed. */
export class Census {
  readonly #proc: string
  readonly #files: ProcFiles
  readonly #target: ReadTarget
  readonly #known = new Map<number, Known>()
  #first = true
  #turn = 0
  #hidden = 0

  constructor(proc: string, files: ProcFiles, target: ReadTarget) {
    this.#proc = proc
    this.#files = files
    this.#target = target.by === 'name' ? { by: 'name', name: firstBytes(target.name) } : target
  }

  /** Processes that exist and could not be read. */
  get hidden(): number {
    return this.#hidden
  }

  /** Lists `/proc` and gives the processes to follow now. */
  take(): number[] {
    const present = this.#list()
    // Without a descriptor to list it with, nobody is known to have come or gone.
    if (!present) return this.#followed()
    this.#forget(new Set(present))
    this.#hidden = 0
    this.#turn = (this.#turn + 1) % TURNS
    for (const pid of present) this.#look(pid)
    this.#first = false
    return this.#followed()
  }

  /** Its main thread is no more: the number may be another's by now. */
  doubt(pid: number): void {
    const known = this.#known.get(pid)
    if (known) known.doubtful = true
  }

  #list(): number[] | null {
    try {
      const names = readdirSync(this.#proc)
      return names.filter((name) => /^\d+$/.test(name)).map(Number)
    } catch {
      return null
    }
  }

  #forget(present: ReadonlySet<number>): void {
    for (const pid of this.#known.keys()) if (!present.has(pid)) this.#known.delete(pid)
  }

  #look(pid: number): void {
    const known = this.#known.get(pid)
    const due = !known || known.doubtful || (!known.followed && pid % TURNS === this.#turn)
    if (!due) return
    const text = this.#files.readOnce(`${this.#proc}/${pid}/stat`)
    if (text === NOTHING.refused) this.#hidden += 1
    const stat = typeof text === 'string' ? null : parseStat(text)
    if (!stat) return void this.#known.delete(pid)
    const same = known?.start === stat.start
    this.#known.set(pid, {
      parent: stat.parent,
      name: stat.name,
      start: stat.start,
      followed: (same && known.followed) || this.#isNamed(pid, stat.name),
      doubtful: !known,
    })
  }

  #isNamed(pid: number, name: string): boolean {
    if (this.#target.by === 'all') return true
    if (this.#target.by === 'name') return name === this.#target.name
    // A number that is given again later is somebody else's.
    return this.#first && this.#target.pids.includes(pid)
  }

  #followed(): number[] {
    // A child may have a smaller number than its parent, so it is gone through until nothing is added.
    for (let added = true; added;) {
      added = false
      for (const known of this.#known.values()) {
        if (known.followed || this.#known.get(known.parent)?.followed !== true) continue
        known.followed = true
        added = true
      }
    }
    return [...this.#known].flatMap(([pid, { followed }]) => (followed ? [pid] : []))
  }
}

/** As the kernel cuts it, which may be in the midst of a character. */
function firstBytes(name: string): string {
  return Buffer.from(name).subarray(0, NAME_BYTES).toString()
}
