import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import type { NodeSeries } from './series.ts'

/** A family that is not complete after this long is ended and reported. */
const PATIENCE_MS = 15_000

/**
 * The parent: a fresh Node process, since one in which workers have come and gone keeps memory of theirs. Told
 * `{ more: n }` it starts n further workers or processes and answers with the ids of its processes when all are up. It
 * ends when its channel closes, and its children when theirs do.
 */
const PARENT_SOURCE = `
const { once } = require('node:events')
const [kind] = process.argv.slice(1)
const workerSource = "const { parentPort } = require('node:worker_threads'); parentPort.on('message', () => {}); parentPort.postMessage('up')"
const childSource = "process.on('message', () => {}); process.on('disconnect', () => process.exit()); process.send('up')"
const units = []
function startOne() {
  if (kind === 'worker-thread') return new (require('node:worker_threads').Worker)(workerSource, { eval: true })
  return require('node:child_process').spawn(process.execPath, ['-e', childSource], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
}
async function startMore(count) {
  const started = Array.from({ length: count }, startOne)
  units.push(...started)
  await Promise.all(started.map((unit) => once(unit, 'message')))
  process.send(kind === 'worker-thread' ? [] : units.map(({ pid }) => pid))
}
process.on('message', ({ more }) => startMore(more).catch((error) => { console.error(error.message); process.exit(1) }))
process.on('disconnect', () => process.exit())
process.send([])
`

/** A Node process with idle workers or child processes of its own; all of them end with it. */
export class NodeFamily {
  readonly #parent: ChildProcess
  readonly #signal: AbortSignal
  readonly #ended: Promise<unknown>
  #complaint = ''

  private constructor(kind: NodeSeries, signal: AbortSignal) {
    // In the desktop application the executable is Electron; this makes it run as plain Node.
    const env = process.versions['electron'] ? { ...process.env, ELECTRON_RUN_AS_NODE: '1' } : process.env
    this.#signal = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)])
    this.#parent = spawn(process.execPath, ['-e', PARENT_SOURCE, kind], {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      // It leads a process group, so that all of the family can be ended at once.
      detached: true,
      env,
    })
    this.#ended = new Promise((resolve) => {
      this.#parent.once('close', resolve)
      this.#parent.once('error', resolve)
    })
    this.#parent.stderr?.on('data', (chunk: Uint8Array) => {
      this.#complaint = (this.#complaint + new TextDecoder().decode(chunk)).slice(-400)
    })
  }

  /** Starts the parent. Throws an Error that says why it did not come up, or the signal's reason. */
  static async start(kind: NodeSeries, signal: AbortSignal): Promise<NodeFamily> {
    signal.throwIfAborted()
    const family = new NodeFamily(kind, signal)
    try {
      await family.#answer()
      return family
    } catch (error) {
      await family.end()
      throw error
    }
  }

  get parentPid(): number {
    return this.#parent.pid ?? 0
  }

  /** Starts so many more and gives the ids of all child processes, none for workers. Throws where they do not come up. */
  async grow(more: number): Promise<number[]> {
    this.#parent.send({ more })
    return this.#answer()
  }

  async #answer(): Promise<number[]> {
    const done = new AbortController()
    const ended = this.#ended.then(() => {
      throw new Error(`its parent ended before it was asked to${this.#complaint ? `: ${this.#complaint.trim()}` : ''}`)
    })
    try {
      const signal = AbortSignal.any([this.#signal, done.signal])
      const [message]: unknown[] = await Promise.race([once(this.#parent, 'message', { signal }), ended])
      return Array.isArray(message) ? message.map(Number) : []
    } finally {
      done.abort()
    }
  }

  /** Ends the whole family and waits until the parent is gone. */
  async end(): Promise<void> {
    const { pid } = this.#parent
    if (pid !== undefined && this.#parent.exitCode === null && this.#parent.signalCode === null) {
      // The negative id names the group that the parent leads and that nobody else is in.
      process.kill(-pid, 'SIGKILL')
    }
    await this.#ended
  }
}
