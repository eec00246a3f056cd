import { cpus, uptime } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Systeminformation } from 'systeminformation'
import { ProbeFailure } from '../probes/probe.ts'
import { emptyReading, type Reading, type ReadTarget, type ReadThread, type Sampler } from './reading.ts'

export type SystemProcess = Pick<
  Systeminformation.ProcessesProcessData,
  'pid' | 'parentPid' | 'name' | 'cpu' | 'nice' | 'started' | 'state'
>
export type AskSystem = () => Promise<readonly SystemProcess[]>

/** What stands for a figure that no system tells of its processes. */
const UNTOLD = -1
/** Each answer costs a shell or two. */
const INTERVAL_MS = 2000
const TICK_MS = 10

interface Followed extends ReadThread {
  letter: string
  /** Nanoseconds on a core, summed up from the shares that the system gives. */
  run: number
}

/**
 * Follows processes, not threads, where there is no `/proc`, or none with `schedstat`: what the package `systeminformation`
 * tells, every two seconds. Every process is shown as its first thread. What the programs that it starts cost is not known.
 */
export class SystemSampler implements Sampler {
  readonly kind = 'system'
  readonly #target: ReadTarget
  readonly #ask: AskSystem
  readonly #coresInShare: number
  readonly #closing = new AbortController()
  readonly #followed = new Map<number, Followed>()
  #nextRow = 0
  #first = true

  constructor(target: ReadTarget, ask: AskSystem = askSystem, coresInShare: number = countCoresInShare()) {
    this.#target = target
    this.#ask = ask
    this.#coresInShare = coresInShare
  }

  async *readings(): AsyncGenerator<Reading, void> {
    const { signal } = this.#closing
    let before = Number(process.hrtime.bigint())
    while (!signal.aborted) {
      const at = Number(process.hrtime.bigint())
      const reading = this.#read(await this.#answer(), at, at - before)
      before = at
      if (signal.aborted) return
      yield reading
      await sleep(INTERVAL_MS, undefined, { signal }).catch(() => {})
    }
  }

  close(): Promise<void> {
    this.#closing.abort()
    return Promise.resolve()
  }

  async #answer(): Promise<readonly SystemProcess[]> {
    try {
      return await this.#ask()
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error)
      throw new ProbeFailure(`This system did not list its processes: ${detail}.`, 'Watch again.')
    }
  }

  #read(processes: readonly SystemProcess[], at: number, elapsed: number): Reading {
    const reading = emptyReading(at)
    const wanted = this.#choose(processes)
    for (const [pid, { row }] of this.#followed) {
      if (wanted.has(pid)) continue
      reading.gone.push(row)
      this.#followed.delete(pid)
    }
    for (const one of wanted.values()) {
      const known = this.#followed.get(one.pid)
      const followed = known ?? this.#meet(one)
      if (!known) reading.threads.push(followed)
      followed.letter = LETTERS[one.state] ?? 'S'
      followed.run += known ? (one.cpu / 100) * this.#coresInShare * elapsed : 0
      reading.columns.row.push(followed.row)
      reading.columns.state += followed.letter
      reading.columns.run.push(followed.run)
      for (const column of ['core', 'delay', 'slices'] as const) reading.columns[column].push(UNTOLD)
      reading.columns.wait.push(-1)
    }
    reading.followed = reading.kept = wanted.size
    return reading
  }

  #meet({ pid, parentPid, name, nice, started }: SystemProcess): Followed {
    const startedMs = Date.parse(started)
    const start = Math.max(0, Math.round((startedMs - Date.now() + uptime() * 1000) / TICK_MS))
    const followed: Followed = {
      ...{ row: this.#nextRow++, pid, tid: pid, parent: parentPid, name },
      ...{ start: Number.isFinite(start) ? start : 0, nice: niceOf(nice), policy: UNTOLD, kernel: false },
      ...{ letter: 'S', run: 0 },
    }
    this.#followed.set(pid, followed)
    return followed
  }

  #choose(processes: readonly SystemProcess[]): Map<number, SystemProcess> {
    const wanted = new Map<number, SystemProcess>()
    for (const one of processes) if (this.#followed.has(one.pid) || this.#isNamed(one)) wanted.set(one.pid, one)
    this.#first = false
    for (let before = -1; before !== wanted.size;) {
      before = wanted.size
      for (const one of processes) if (wanted.has(one.parentPid)) wanted.set(one.pid, one)
    }
    return wanted
  }

  #isNamed({ pid, name }: SystemProcess): boolean {
    if (this.#target.by === 'all') return true
    if (this.#target.by === 'name') return name === this.#target.name
    return this.#first && this.#target.pids.includes(pid)
  }
}

/** The package's words as the kernel's letters on Linux. */
const LETTERS: Readonly<Record<string, string>> = {
  running: 'R',
  sleeping: 'S',
  blocked: 'D',
  stopped: 'T',
  zombie: 'Z',
  dead: 'X',
}

/** Windows has no such thing, and the package says 0. */
function niceOf(nice: number): number | null {
  return process.platform === 'win32' ? null : Math.trunc(nice) || 0
}

/** The package gives shares of all hardware threads together on Linux and Windows, and of one where `ps` does. */
function countCoresInShare(): number {
  return process.platform === 'linux' || process.platform === 'win32' ? Math.max(1, cpus().length) : 1
}

export async function askSystem(): Promise<readonly SystemProcess[]> {
  const { processes } = await import('systeminformation')
  return (await processes()).list
}
