import { spawn, spawnSync, type ChildProcessByStdio } from 'node:child_process'
import { basename, join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { onTestFinished } from 'vitest'
import { z } from 'zod'
import { Reading, type ReadThread } from '../lab/inspector/reading.ts'
import { listProcesses } from './fixture-threadprobe.ts'

const Line = z.discriminatedUnion('type', [
  z.object({ type: z.literal('hello'), protocol: z.int(), build: z.string(), pid: z.int() }),
  z.object({ type: z.literal('error'), what: z.string(), advice: z.string() }),
  Reading.extend({ type: z.literal('reading') }),
])

/** Compiles C for a test, beside the programs that it tests, and gives the path. */
export function compile(folder: string, source: string, ...given: string[]): string {
  const path = join(folder, basename(source, '.c'))
  const options = ['-std=c11', '-D_GNU_SOURCE', '-Wall', '-Werror', '-O1', '-pthread', '-Isrc', '-o', path, source]
  const compiler = process.env['CC'] ?? 'cc'
  const { status, stderr } = spawnSync(compiler, [...options, ...given], {
    cwd: import.meta.dirname,
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(stderr)
  return path
}

class Lines {
  readonly child: ChildProcessByStdio<Writable, Readable, Readable>
  readonly ended: Promise<number | null>
  stderr = ''
  readonly #lines: AsyncIterator<string>

  constructor([path = '', ...given]: readonly string[]) {
    this.child = spawn(path, given, { stdio: ['pipe', 'pipe', 'pipe'] })
    this.ended = new Promise((resolve) => this.child.once('close', resolve))
    this.#lines = createInterface(this.child.stdout)[Symbol.asyncIterator]()
    this.child.stdin.on('error', () => {})
    this.child.stderr.setEncoding('utf8').on('data', (text: string) => (this.stderr += text))
    onTestFinished(async () => {
      this.child.kill('SIGKILL')
      await this.ended
    })
  }

  get pid(): number {
    return this.child.pid ?? 0
  }

  async nextLine(): Promise<string> {
    const { done, value } = await this.#lines.next()
    if (done) throw new Error(`it ended: ${this.stderr}`)
    return value
  }
}

/** The process of `fixture-threads.c`. */
export class KnownThreads extends Lines {
  /** Gives the tid of the thread that the command made, or of the one made before. */
  async command(text: string | Buffer): Promise<number> {
    this.child.stdin.write(Buffer.concat([Buffer.from(text), Buffer.from('\n')]))
    return Number(await this.nextLine())
  }
}

const NAMESPACE = ['unshare', '--pid', '--fork', '--kill-child', '--mount-proc']
/** Whether processes can be given their numbers, which takes a privilege and util-linux. */
export const canStage =
  process.platform === 'linux' &&
  spawnSync('unshare', [...NAMESPACE.slice(1), 'sh', '-c', 'echo 99 > /proc/sys/kernel/ns_last_pid']).status === 0 &&
  spawnSync('nsenter', ['--version']).status === 0

/**
 * A shell in a namespace of its own, where nobody else takes numbers: `at 700; sleep 60 & there 700` starts process 700, and
 * `named x` has a subshell take that name.
 */
export class Stage extends Lines {
  static async open(): Promise<Stage> {
    const stage = new Stage()
    await stage.command(':')
    return stage
  }

  private constructor() {
    const functions = [
      'at() { echo $(($1 - 1)) > /proc/sys/kernel/ns_last_pid; }',
      'there() { until [ -e /proc/$1 ]; do :; done; }',
      'named() { printf %s $1 > /proc/self/comm; }',
    ]
    super([...NAMESPACE, 'sh', '-c', `${functions.join(';')}; while read -r line; do eval "$line"; echo done; done`])
  }

  async command(text: string): Promise<void> {
    this.child.stdin.write(`${text}\n`)
    await this.nextLine()
  }

  /** The command that runs another one in this namespace. */
  inside(...command: readonly string[]): string[] {
    const shell = listProcesses().find(({ parent }) => parent === this.pid)
    return ['nsenter', '--target', String(shell?.pid), '--pid', '--mount', ...command]
  }
}

export interface SeenThread extends ReadThread {
  state: string
  core: number
  run: number
  slices: number
  /** The word itself; null for none, "hidden" where it is withheld. */
  wait: string | null
  voluntary: number | null
}

/** A sampler, and a table of what its lines have told so far. */
export class RunningSampler extends Lines {
  readonly threads = new Map<number, SeenThread>()
  readonly gone = new Set<number>()
  readonly #words: string[] = []

  async next(): Promise<Reading> {
    for (;;) {
      const line = Line.parse(JSON.parse(await this.nextLine()))
      if (line.type === 'error') throw new Error(line.what)
      if (line.type === 'reading') return this.#apply(line)
    }
  }

  /** Reads on until this holds for what is known. */
  async until(holds: (reading: Reading) => boolean): Promise<Reading> {
    for (;;) {
      const reading = await this.next()
      if (holds(reading)) return reading
    }
  }

  byTid(tid: number): SeenThread | undefined {
    return [...this.threads.values()].find((thread) => thread.tid === tid)
  }

  #apply(reading: Reading): Reading {
    this.#words.push(...reading.waits)
    const unknown = { state: '', core: -1, run: 0, slices: 0, wait: null, voluntary: null }
    for (const thread of reading.threads) {
      if (this.gone.has(thread.row)) throw new Error(`row ${thread.row} came back`)
      this.threads.set(thread.row, { ...(this.threads.get(thread.row) ?? unknown), ...thread })
    }
    reading.columns.row.forEach((row, i) => {
      const wait = reading.columns.wait[i] ?? -1
      const known = this.#known(row)
      if ((reading.columns.run[i] ?? 0) < known.run) throw new Error(`row ${row} is another thread's now`)
      Object.assign(known, {
        state: reading.columns.state[i],
        core: reading.columns.core[i],
        run: reading.columns.run[i],
        slices: reading.columns.slices[i],
        wait: wait >= 0 ? this.#words[wait] : wait === -1 ? null : 'hidden',
      })
    })
    reading.switches.row.forEach((row, i) => {
      Object.assign(this.#known(row), { voluntary: reading.switches.voluntary[i] })
    })
    for (const row of reading.gone) {
      this.#known(row)
      this.threads.delete(row)
      this.gone.add(row)
    }
    if (reading.followed !== this.threads.size)
      throw new Error(`${reading.followed} followed, ${this.threads.size} told`)
    return reading
  }

  #known(row: number): SeenThread {
    const thread = this.threads.get(row)
    if (!thread) throw new Error(`row ${row} was never told`)
    return thread
  }
}
