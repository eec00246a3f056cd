import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import type { ReadThread } from './reading.ts'

/** The lab's own process, as a host names it. */
export interface Self {
  pid: number
  /** `desktop`, `browser`, `terminal`. */
  host: string
}

/** The words of a process's command line. Read of the lab's own family alone, and never sent anywhere: they may hold secrets. */
export type ReadCommand = (pid: number) => readonly string[]

const HOSTS: Readonly<Record<string, string>> = {
  desktop: 'desktop host: runs the lab',
  browser: 'browser host: runs the lab and serves the window',
  terminal: 'terminal: runs the lab',
}

/** Chromium's `--type=`, and for utilities what it offers. */
const CHROMIUM_TYPES: Readonly<Record<string, string>> = {
  zygote: 'zygote: starts Chromium’s other processes',
  renderer: 'the window',
  'gpu-process': 'draws the window (GPU)',
  utility: 'utility process',
}
const CHROMIUM_UTILITIES: readonly (readonly [RegExp, string])[] = [
  [/NodeService/, 'utility process of the lab'],
  [/NetworkService/, 'network service'],
  [/StorageService/, 'storage service'],
  [/AudioService/, 'audio service'],
]

/** Threads within Node's and Chromium's processes, by how the kernel knows them. */
const THREAD_NAMES: readonly (readonly [RegExp, string])[] = [
  [/^libuv-worker/, 'libuv pool: files and name look-ups'],
  [/^(?:node-)?V8Worker|^V8 ?Platform/i, 'V8 pool: garbage collection and compiling'],
  [/^DelayedTask/, 'V8 pool: delayed tasks'],
  [/^SignalInspector|^Inspector/, 'waits for a debugger'],
  [/^WorkerThread/, 'worker thread'],
  [/^DedicatedWorker/, 'web worker'],
  [/^Compositor|^VizCompositor/, 'puts the picture together'],
  [/^ThreadPool|^TaskScheduler/, 'Chromium pool'],
  [/^Chrome_\w*IO|^IPC/, 'carries messages between processes'],
  [/^HangWatcher|^GpuWatchdog/, 'watches for hangs'],
  [/^AudioThread|^AudioOutput/, 'plays sound'],
]

/** Says of the lab's own processes and threads what they are for. */
export class Roles {
  readonly #self: Self
  readonly #readCommand: ReadCommand
  #hostName = ''
  readonly #parents = new Map<number, number>()
  /** One that runs another program gets another name, and is looked at again. */
  readonly #processes = new Map<number, { name: string; role: string | null }>()

  constructor(self: Self, readCommand: ReadCommand = readOwnCommand) {
    this.#self = self
    this.#readCommand = readCommand
  }

  /** Tells of whom they are children; before their roles are asked for, since children may be met before their parents. */
  meet(threads: readonly ReadThread[]): void {
    for (const { pid, tid, parent, name } of threads) {
      if (pid !== tid) continue
      this.#parents.set(pid, parent)
      if (pid === this.#self.pid) this.#hostName = name
    }
  }

  forget(pid: number): void {
    this.#parents.delete(pid)
    this.#processes.delete(pid)
  }

  /** What the thread is for; null for what the lab did not start, or where that is not known. */
  of({ pid, tid, name }: ReadThread): string | null {
    if (!this.#isOurs(pid)) return null
    if (pid === tid) return this.#ofProcess(pid, name)
    const known = THREAD_NAMES.find(([pattern]) => pattern.test(name))
    if (known) return known[1]
    // Those without a name of their own bear that of their process.
    return pid === this.#self.pid && name === this.#hostName ? 'thread of the host: V8, libuv or a worker' : null
  }

  #isOurs(pid: number): boolean {
    const seen = new Set<number>()
    for (let at: number | undefined = pid; at !== undefined && !seen.has(at); at = this.#parents.get(at)) {
      if (at === this.#self.pid) return true
      seen.add(at)
    }
    return false
  }

  #ofProcess(pid: number, name: string): string | null {
    if (pid === this.#self.pid) return HOSTS[this.#self.host] ?? 'runs the lab'
    const known = this.#processes.get(pid)
    if (known?.name === name) return known.role
    const role = roleOfCommand(this.#readCommand(pid), this.#isProbe(this.#parents.get(pid)))
    this.#processes.set(pid, { name, role })
    return role
  }

  #isProbe(pid: number | undefined): boolean {
    return pid !== undefined && pid !== this.#self.pid && isProgram(this.#readCommand(pid), 'threadprobe')
  }
}

function roleOfCommand(words: readonly string[], ofProbe: boolean): string | null {
  if (isProgram(words, 'sampler')) return 'sampler: reads /proc for this page'
  if (ofProbe) return 'started by a probe, to be measured'
  if (isProgram(words, 'threadprobe')) return `probe: measures ${words[1] ?? 'something'}`
  const type = valueOf(words, 'type')
  if (type === undefined) return null
  const service = valueOf(words, 'utility-sub-type') ?? ''
  const utility = CHROMIUM_UTILITIES.find(([pattern]) => pattern.test(service))
  return utility?.[1] ?? CHROMIUM_TYPES[type] ?? null
}

function isProgram(words: readonly string[], name: string): boolean {
  return basename(words[0] ?? '') === name
}

function valueOf(words: readonly string[], option: string): string | undefined {
  const start = `--${option}=`
  return words.find((word) => word.startsWith(start))?.slice(start.length)
}

function readOwnCommand(pid: number): readonly string[] {
  try {
    const text = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
    // Chromium writes its words anew, with spaces between them.
    const words = text.replace(/\0+$/, '')
    return words.split(words.includes('\0') ? '\0' : ' ')
  } catch {
    return []
  }
}
