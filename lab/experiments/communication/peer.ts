import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { ProbeFailure } from '../../probes/probe.ts'
import { CHILD_PROGRAM, WORKER_PROGRAM } from './peer-program.ts'
import { PeerAnswer, type PeerOrder } from './peer-words.ts'

/** The other side that has not answered for this long is reported. */
const PATIENCE_MS = 8000
const ADVICE = 'Check the limits on processes, threads and memory, and run it again.'

type Waiting = { resolve: (answer: PeerAnswer) => void; reject: (reason: unknown) => void }

/** A Worker or a child process that the host exchanges messages with, kept for a whole run. */
export class Peer {
  /** Called with every message that is no answer. */
  onMessage: (message: Uint8Array) => void = () => {}
  /** Of a child process; undefined for a Worker, and for a process that did not start. */
  readonly pid: number | undefined
  readonly #name: string
  readonly #post: (message: PeerOrder | Uint8Array, transfer: boolean) => void
  readonly #end: () => Promise<unknown>
  #waiting: Waiting | null = null
  readonly #answers: PeerAnswer[] = []
  #failure: ProbeFailure | null = null

  private constructor(
    name: string,
    source: NodeJS.EventEmitter,
    post: (message: PeerOrder | Uint8Array, transfer: boolean) => void,
    end: () => Promise<unknown>,
    pid?: number,
  ) {
    this.pid = pid
    this.#name = name
    this.#post = post
    this.#end = end
    source.on('message', (message: unknown) => this.#receive(message))
    source.on('error', (error: Error) => this.#fail(`${name} failed: ${error.message}`))
    source.on('exit', (status: unknown, signal: unknown) =>
      this.#fail(
        `${name} was ended ${signal ? `by ${String(signal)}` : `with status ${String(status)}`} while messages were on their way`,
      ),
    )
  }

  static startWorker(): Peer {
    const worker = new Worker(WORKER_PROGRAM, { eval: true })
    return new Peer(
      'the Worker',
      worker,
      (message, transfer) =>
        worker.postMessage(message, transfer && message instanceof Uint8Array ? [plain(message)] : []),
      () => worker.terminate(),
    )
  }

  static startChild(): Peer {
    // In the desktop application the executable is Electron; this makes it run as plain Node.
    const env = process.versions['electron'] ? { ...process.env, ELECTRON_RUN_AS_NODE: '1' } : process.env
    const child = spawn(process.execPath, ['-e', CHILD_PROGRAM], {
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      serialization: 'advanced',
      env,
    })
    // A message that the child's end leaves unsent is reported by that end.
    const unsent = (): void => {}
    return new Peer(
      'the child process',
      child,
      (message) => child.send(message, unsent),
      async () => {
        const ended = child.exitCode !== null || child.signalCode !== null || child.pid === undefined
        child.kill('SIGKILL')
        if (!ended) await once(child, 'exit')
      },
      child.pid,
    )
  }

  send(message: Uint8Array, transfer = false): void {
    this.#post(message, transfer)
  }

  order(order: PeerOrder): void {
    this.#post(order, false)
  }

  /** The next answer, which has to be of this kind. Throws ProbeFailure, or the signal's reason. */
  async answer<Kind extends PeerAnswer['answer']>(
    kind: Kind,
    signal: AbortSignal,
  ): Promise<Extract<PeerAnswer, { answer: Kind }>> {
    const answer = await this.#next(signal)
    if (isOfKind(answer, kind)) return answer
    throw new ProbeFailure(`${this.#name} answered "${answer.answer}" in place of "${kind}".`, ADVICE)
  }

  /** Waits for something that `begin` starts; fails where the other side ends, or takes too long. */
  async watch(begin: (done: () => void) => void, signal: AbortSignal): Promise<void> {
    await this.#wait((resolve) => begin(() => resolve({ answer: 'ready' })), signal)
  }

  /** It cannot be relied on: every later wait fails for this reason. */
  giveUp(reason: string): void {
    this.#failure ??= new ProbeFailure(reason, ADVICE)
  }

  async close(): Promise<void> {
    this.#failure ??= new ProbeFailure(`${this.#name} is closed.`, ADVICE)
    await this.#end()
  }

  #next(signal: AbortSignal): Promise<PeerAnswer> {
    const early = this.#answers.shift()
    return early ? Promise.resolve(early) : this.#wait(() => {}, signal)
  }

  #wait(begin: (resolve: (answer: PeerAnswer) => void) => void, signal: AbortSignal): Promise<PeerAnswer> {
    signal.throwIfAborted()
    if (this.#failure) return Promise.reject(this.#failure)
    return new Promise((resolve, reject) => {
      const late = (): void =>
        settle.reject(new ProbeFailure(`${this.#name} did not answer within ${PATIENCE_MS / 1000} s.`, ADVICE))
      const timer = setTimeout(late, PATIENCE_MS)
      const cancelled = (): void => settle.reject(signal.reason)
      const over = (): void => {
        clearTimeout(timer)
        signal.removeEventListener('abort', cancelled)
        this.#waiting = null
      }
      const settle: Waiting = {
        resolve: (answer) => {
          over()
          resolve(answer)
        },
        reject: (reason) => {
          over()
          reject(reason)
        },
      }
      signal.addEventListener('abort', cancelled, { once: true })
      this.#waiting = settle
      begin(settle.resolve)
    })
  }

  #receive(message: unknown): void {
    if (message instanceof Uint8Array) {
      this.onMessage(message)
      return
    }
    const answer = PeerAnswer.safeParse(message)
    if (!answer.success) this.#fail(`${this.#name} said something that is not an answer`)
    else if (this.#waiting) this.#waiting.resolve(answer.data)
    else this.#answers.push(answer.data)
  }

  /** The first reason is the one that counts: what follows is its consequence. */
  #fail(reason: string): void {
    this.#failure ??= new ProbeFailure(`${reason}.`, ADVICE)
    this.#waiting?.reject(this.#failure)
  }
}

/** What is transferred has to be memory of one side only. */
function plain({ buffer }: Uint8Array): ArrayBuffer {
  if (buffer instanceof ArrayBuffer) return buffer
  throw new TypeError('shared memory cannot be transferred')
}

function isOfKind<Kind extends PeerAnswer['answer']>(
  answer: PeerAnswer,
  kind: Kind,
): answer is Extract<PeerAnswer, { answer: Kind }> {
  return answer.answer === kind
}
