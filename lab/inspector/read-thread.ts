import { parseSchedstat, parseStat, parseSwitches, type Stat } from './proc-text.ts'
import { NOTHING, type KeptFile, type ProcFiles } from './proc-files.ts'
import type { ReadThread } from './reading.ts'

/** What it waits for: the kernel's word, nothing, or something that the kernel keeps from this user. */
export type Wait = { readonly channel: string } | null | 'hidden'

/** What a pass found out about one thread. */
export type Found = 'gone' | 'quiet' | 'changed'

const QUIET_LOOK_MS = 2000
const SWITCHES_EVERY_MS = 1000

/** One thread that is followed, and what was last read of it. Reads as little of it as tells what changed. */
export class FollowedThread {
  readonly row: number
  readonly pid: number
  readonly tid: number
  readonly #folder: string
  readonly #schedstat: KeptFile
  readonly #counters = new Float64Array(3)
  readonly #before = new Float64Array(3)
  #stat: Stat | null = null
  #lookAt = 0
  /** Set when `stat` gave something that changes seldom; whoever reports it sets it back. */
  isNews = false
  wait: Wait = null
  switches: { voluntary: number; involuntary: number } | null = null
  #switchesAt = -Infinity
  /** What it had run, and how often it had got a core, when its switches were last read. */
  #runAtSwitches = -1
  #slicesAtSwitches = -1

  constructor(row: number, pid: number, tid: number, proc: string) {
    this.row = row
    this.pid = pid
    this.tid = tid
    this.#folder = `${proc}/${pid}/task/${tid}`
    this.#schedstat = { path: `${this.#folder}/schedstat`, descriptor: null }
  }

  get run(): number {
    return this.#counters[0] ?? 0
  }

  get delay(): number {
    return this.#counters[1] ?? 0
  }

  get slices(): number {
    return this.#counters[2] ?? 0
  }

  get letter(): string {
    return this.#stat?.letter ?? 'S'
  }

  get core(): number {
    return this.#stat?.core ?? 0
  }

  /** Whether its `stat` was read, so that it can be described. */
  get isMet(): boolean {
    return this.#stat !== null
  }

  describe(): ReadThread {
    const { name = '', parent = 0, nice = 0, policy = 0, kernel = false, start = 0 } = this.#stat ?? {}
    return { row: this.row, pid: this.pid, tid: this.tid, parent, name, start, nice, policy, kernel }
  }

  /** Its counters first: they tell whether the rest can have changed. */
  look(files: ProcFiles, now: number): Found {
    const text = files.readKept(this.#schedstat)
    if (text === NOTHING.gone) return 'gone'
    if (typeof text === 'string') return 'quiet'
    this.#before.set(this.#counters)
    parseSchedstat(text, this.#counters)
    const ran = this.#counters.some((value, i) => value !== this.#before[i])
    if (this.#stat && !ran && this.letter !== 'R' && now < this.#lookAt) return 'quiet'
    const before = this.#stat
    const found = this.#readStat(files)
    if (found === 'gone') return 'gone'
    // Threads that were met together are not looked at together.
    this.#lookAt = now + QUIET_LOOK_MS + (this.row % 10) * (QUIET_LOOK_MS / 20)
    const moved = before?.letter !== this.letter || before.core !== this.core
    if (ran || moved) this.#readWait(files)
    return ran || moved ? 'changed' : 'quiet'
  }

  /** Whether its switches should be read: it ran since they last were, and that is a second ago. */
  isDueForSwitches(now: number): boolean {
    // One that runs on without a switch has done so too: its rate is 0 then, not what it was.
    const ran = this.run !== this.#runAtSwitches || this.slices !== this.#slicesAtSwitches
    return ran && now - this.#switchesAt >= SWITCHES_EVERY_MS
  }

  readSwitches(files: ProcFiles, now: number): boolean {
    const text = files.readOnce(`${this.#folder}/status`)
    const switches = typeof text === 'string' ? null : parseSwitches(text)
    this.#switchesAt = now
    this.#runAtSwitches = this.run
    this.#slicesAtSwitches = this.slices
    if (!switches) return false
    this.switches = switches
    return true
  }

  close(files: ProcFiles): void {
    files.close(this.#schedstat)
  }

  #readStat(files: ProcFiles): Found {
    const text = files.readOnce(`${this.#folder}/stat`)
    if (text === NOTHING.gone) return 'gone'
    const stat = typeof text === 'string' ? null : parseStat(text)
    if (!stat) return 'quiet'
    const before = this.#stat
    // Without a kept descriptor the number may be another thread's by now.
    if (before && before.start !== stat.start) return 'gone'
    this.isNews ||=
      before?.name !== stat.name ||
      before.parent !== stat.parent ||
      before.nice !== stat.nice ||
      before.policy !== stat.policy
    this.#stat = stat
    return 'changed'
  }

  #readWait(files: ProcFiles): void {
    if (this.letter !== 'S' && this.letter !== 'D') {
      this.wait = null
      return
    }
    const text = files.readOnce(`${this.#folder}/wchan`)
    const channel = typeof text === 'string' ? '0' : text.toString('latin1')
    // The kernel writes 0 where there is none and where it does not tell us.
    if (channel !== '0' && channel !== '') this.wait = { channel }
    else this.wait = this.#stat?.traceable ? null : 'hidden'
  }
}
