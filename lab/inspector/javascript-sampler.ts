import { readdirSync, statSync } from 'node:fs'
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises'
import { Census } from './census.ts'
import { readLimits } from '../machine/limits.ts'
import { systemRoot } from '../machine/small-file.ts'
import { NOTHING, ProcFiles, reasonOf } from './proc-files.ts'
import { FollowedThread } from './read-thread.ts'
import { emptyReading, type Reading, type ReadTarget, type Sampler } from './reading.ts'

export interface JavaScriptSamplerOptions {
  target: ReadTarget
  hertz: number
  /** Where `/proc` is, for tests. */
  proc?: string
  /** How many descriptors it may keep; they are the host's own. */
  descriptors?: number
}

/** Few, since they are the host's own: windows, probes and stored runs need theirs. */
const MOST_DESCRIPTORS = 512
const SHARE_OF_DESCRIPTORS = 0.25
/** New processes are looked for this often. */
const CENSUS_MS = 250
/** A pass takes at most this share of the time; where it takes longer the rate is lower. */
const GREATEST_SHARE = 0.25
/** The host's other work gets its turn after so many threads. */
const THREADS_A_TURN = 200
/** `status` is dear: so many in a pass, the others in the next. */
const SWITCHES_A_PASS = 200
/** Beyond this the host would do little else. */
const MOST_THREADS = 20_000

function descriptorsToKeep(): number {
  const { soft } = readLimits(systemRoot).openFiles
  return typeof soft !== 'number'
    ? MOST_DESCRIPTORS
    : Math.min(MOST_DESCRIPTORS, Math.floor(soft * SHARE_OF_DESCRIPTORS))
}

interface FollowedProcess {
  /** Links of its task folder: 2 and one for each thread. −1 when it is to be listed anew. */
  links: number
  threads: Map<number, FollowedThread>
}

/**
 * Reads `/proc` from within the host, where the native sampler is not built. It blocks the host while it reads and keeps few
 * descriptors, so it reads at a lower rate when that takes long.
 */
export class JavaScriptSampler implements Sampler {
  readonly kind = 'javascript'
  readonly #proc: string
  readonly #intervalMs: number
  readonly #files: ProcFiles
  readonly #census: Census
  readonly #processes = new Map<number, FollowedProcess>()
  readonly #closing = new AbortController()
  readonly #waits = new Map<string, number>()
  #censusAt = -Infinity
  #nextRow = 0
  #followed = 0
  #full = false
  #spent = 0
  #newWaits: string[] = []

  constructor({ target, hertz, proc = '/proc', descriptors = descriptorsToKeep() }: JavaScriptSamplerOptions) {
    this.#proc = proc
    this.#intervalMs = 1000 / hertz
    this.#files = new ProcFiles(descriptors)
    this.#census = new Census(proc, this.#files, target)
  }

  async *readings(): AsyncGenerator<Reading, void> {
    const { signal } = this.#closing
    let due = performance.now()
    while (!signal.aborted) {
      const spentBefore = this.#spent
      const reading = await this.#pass()
      if (signal.aborted) return
      yield reading
      const tookMs = (this.#spent - spentBefore) / 1e6
      due = Math.max(due + this.#intervalMs, performance.now() + tookMs * (1 / GREATEST_SHARE - 1))
      await sleep(due - performance.now(), undefined, { signal }).catch(() => {})
    }
  }

  close(): Promise<void> {
    this.#closing.abort()
    for (const { threads } of this.#processes.values()) for (const thread of threads.values()) thread.close(this.#files)
    this.#processes.clear()
    return Promise.resolve()
  }

  async #pass(): Promise<Reading> {
    const at = Number(process.hrtime.bigint())
    const now = at / 1e6
    const reading = emptyReading(at)
    let begun = process.cpuUsage()
    const pause = (): void => {
      const { user, system } = process.cpuUsage(begun)
      this.#spent += (user + system) * 1000
    }
    if (now - this.#censusAt >= CENSUS_MS) this.#takeCensus(now, reading)
    let looked = 0
    for (const [pid, followed] of this.#processes) {
      if (!this.#listThreads(pid, followed, reading)) continue
      for (const thread of followed.threads.values()) {
        if (++looked % THREADS_A_TURN === 0) {
          pause()
          await turn()
          if (this.#closing.signal.aborted) return reading
          begun = process.cpuUsage()
        }
        this.#look(thread, followed, now, reading)
      }
    }
    reading.waits = this.#newWaits
    this.#newWaits = []
    reading.followed = this.#followed
    reading.kept = this.#files.kept
    reading.hidden = this.#census.hidden
    reading.full = this.#full
    pause()
    reading.spent = this.#spent
    return reading
  }

  #takeCensus(now: number, reading: Reading): void {
    this.#censusAt = now
    const pids = new Set(this.#census.take())
    for (const [pid, { threads }] of this.#processes) {
      if (pids.has(pid)) continue
      for (const thread of threads.values()) this.#end(thread, threads, reading)
      this.#processes.delete(pid)
    }
    for (const pid of pids) {
      if (!this.#processes.has(pid)) this.#processes.set(pid, { links: -1, threads: new Map() })
    }
  }

  /** Lists its threads where their number changed or one is gone. False when the process is no more. */
  #listThreads(pid: number, followed: FollowedProcess, reading: Reading): boolean {
    const folder = `${this.#proc}/${pid}/task`
    try {
      const { nlink } = statSync(folder)
      if (nlink === followed.links) return true
      const tids = new Set(readdirSync(folder).map(Number))
      for (const thread of followed.threads.values())
        if (!tids.has(thread.tid)) this.#end(thread, followed.threads, reading)
      for (const tid of tids) {
        if (followed.threads.has(tid)) continue
        this.#full = this.#followed >= MOST_THREADS
        if (this.#full) break
        followed.threads.set(tid, new FollowedThread(this.#nextRow++, pid, tid, this.#proc))
        this.#followed += 1
      }
      followed.links = nlink
      return true
    } catch (error) {
      // Too many open files, say: its threads are those that are known.
      if (reasonOf(error) === NOTHING.refused) return true
      for (const thread of followed.threads.values()) this.#end(thread, followed.threads, reading)
      this.#census.doubt(pid)
      this.#processes.delete(pid)
      return false
    }
  }

  #look(thread: FollowedThread, followed: FollowedProcess, now: number, reading: Reading): void {
    const isNew = !thread.isMet
    const found = thread.look(this.#files, now)
    if (found === 'gone') {
      this.#end(thread, followed.threads, reading)
      followed.links = -1
      if (thread.tid === thread.pid) this.#census.doubt(thread.pid)
      return
    }
    if (!thread.isMet) return
    if (isNew || thread.isNews) reading.threads.push(thread.describe())
    thread.isNews = false
    if (isNew || found === 'changed') this.#report(thread, reading)
    if (reading.switches.row.length < SWITCHES_A_PASS && thread.isDueForSwitches(now)) {
      if (thread.readSwitches(this.#files, now)) reportSwitches(thread, reading)
    }
  }

  #report(thread: FollowedThread, { columns }: Reading): void {
    columns.row.push(thread.row)
    columns.state += thread.letter
    columns.core.push(thread.core)
    columns.run.push(thread.run)
    columns.delay.push(thread.delay)
    columns.slices.push(thread.slices)
    columns.wait.push(this.#indexOf(thread))
  }

  #indexOf({ wait }: FollowedThread): number {
    if (wait === null) return -1
    if (wait === 'hidden') return -2
    const known = this.#waits.get(wait.channel)
    if (known !== undefined) return known
    const index = this.#waits.size
    this.#waits.set(wait.channel, index)
    this.#newWaits.push(wait.channel)
    return index
  }

  #end(thread: FollowedThread, threads: Map<number, FollowedThread>, reading: Reading): void {
    thread.close(this.#files)
    threads.delete(thread.tid)
    this.#followed -= 1
    if (thread.isMet) reading.gone.push(thread.row)
  }
}

function reportSwitches({ row, switches }: FollowedThread, reading: Reading): void {
  if (!switches) return
  reading.switches.row.push(row)
  reading.switches.voluntary.push(switches.voluntary)
  reading.switches.involuntary.push(switches.involuntary)
}
