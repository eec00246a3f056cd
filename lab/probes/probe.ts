import { spawn, type ChildProcessByStdio } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'
import { PROBE_EXIT, PROBE_PROTOCOL, ProbeLine, type ProbeHello, type ProbeSamples } from '../../contract/probe.ts'
import type { Observation } from '../../contract/run.ts'
import { LineSplitter } from './lines.ts'

/** The probe says that this machine cannot do what was asked; not a fault. */
export class ProbeUnsupported extends Error {
  override name = 'ProbeUnsupported'
}

/** The probe failed: its own error line, a signal, a broken protocol, or time run out. */
export class ProbeFailure extends Error {
  override name = 'ProbeFailure'
  readonly advice: string

  constructor(message: string, advice: string) {
    super(message)
    this.advice = advice
  }
}

export interface ProbeOptions {
  path: string
  experiment: string
  /** Options of the subcommand: `{ 'parent-mib': 64 }` becomes `--parent-mib 64`. */
  options: Record<string, string | number>
  /** Milliseconds within which preparation and each answer must come. */
  patienceMs?: number
  signal: AbortSignal
}

const REPORT_BUG = 'Run the measurement again; if it happens again, report it with this sentence.'
const BUILD_AGAIN = 'Build the probes again: npm run build:probes.'
/** An honest probe answers a command with one line, and prepares with a few. */
const MOST_LINES_A_COMMAND = 100

/** When memory runs out the kernel ends the probes first: they offer themselves. */
const MEMORY_ADVICE =
  'If memory was short, choose smaller parents; otherwise somebody ended it, and it can be run again.'

const RAISE_LIMIT = 'Raise the limit on processes or open files (ulimit -u, ulimit -n) or end other programs.'

type Child = ChildProcessByStdio<Writable, Readable, Readable>

/**
 * One running `threadprobe`: prepared by `Probe.open`, asked for blocks one at a time, ended by `close`.
 * Aborting the signal kills it and all that it started.
 */
export class Probe {
  readonly observations: Observation[] = []
  #hello: ProbeHello | null = null
  readonly #child: Child
  readonly #patienceMs: number
  readonly #signal: AbortSignal
  readonly #received: ProbeLine[] = []
  readonly #ended: Promise<void>
  #failure: Error | null = null
  #wake: () => void = () => {}
  #standardError = ''
  #linesSinceCommand = 0
  #reaped = false

  private constructor({ path, experiment, options, patienceMs = 40_000, signal }: ProbeOptions) {
    this.#patienceMs = patienceMs
    this.#signal = signal
    const given = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)])
    // `detached` makes the probe lead a process group, so that it can be ended with whatever it started.
    this.#child = spawn(path, [experiment, ...given], { stdio: ['pipe', 'pipe', 'pipe'], detached: true })
    this.#ended = new Promise((resolve) => {
      this.#child.once('exit', () => {
        // Whatever a probe that died left behind still bears its group's number; later, anybody might.
        this.#killGroup()
        this.#reaped = true
      })
      this.#child.once('close', (status, deathSignal) => {
        this.#end(status, deathSignal)
        resolve()
      })
      this.#child.once('error', (error) => {
        this.#fail(notStarted(error))
        resolve()
      })
    })
    this.#listen()
    signal.addEventListener('abort', this.#kill, { once: true })
  }

  /** Starts a probe and waits until it is ready. Throws ProbeUnsupported, ProbeFailure or the signal's reason. */
  static async open(options: ProbeOptions): Promise<Probe> {
    options.signal.throwIfAborted()
    const probe = Probe.#start(options)
    try {
      await probe.#prepare()
      return probe
    } catch (error) {
      await probe.close()
      throw error
    }
  }

  /** Some reasons not to start come as events, others (too little memory, say) are thrown. */
  static #start(options: ProbeOptions): Probe {
    try {
      return new Probe(options)
    } catch (error) {
      throw notStarted(error)
    }
  }

  get hello(): ProbeHello {
    if (!this.#hello) throw new Error('the probe has not said hello')
    return this.#hello
  }

  /** Runs one block and gives its samples. */
  async block(series: string, count: number): Promise<ProbeSamples> {
    const early = this.#received[0]
    if (early) throw this.#brokenProtocol(early.type)
    this.#linesSinceCommand = 0
    this.#child.stdin.write(`block ${series} ${count}\n`)
    const line = await this.#next()
    if (line.type !== 'samples' || line.series !== series) throw this.#brokenProtocol(line.type)
    return line
  }

  /** Ends the probe and waits until it is gone. */
  async close(): Promise<void> {
    this.#signal.removeEventListener('abort', this.#kill)
    this.#kill()
    await this.#ended
  }

  async #prepare(): Promise<void> {
    const deadline = performance.now() + this.#patienceMs
    for (;;) {
      const line = await this.#next(deadline)
      if (line.type === 'ready' && this.#hello) return
      if (line.type === 'hello') this.#greet(line)
      else if (line.type === 'observation') this.observations.push({ name: line.name, facts: line.facts })
      else throw this.#brokenProtocol(line.type)
    }
  }

  #greet(hello: ProbeHello): void {
    if (hello.protocol !== PROBE_PROTOCOL) {
      throw new ProbeFailure(
        `threadprobe speaks protocol ${hello.protocol}, the lab speaks ${PROBE_PROTOCOL}.`,
        BUILD_AGAIN,
      )
    }
    this.#hello = hello
  }

  #listen(): void {
    const splitter = new LineSplitter()
    this.#child.stdout.on('data', (chunk: Uint8Array) => {
      try {
        for (const text of splitter.push(chunk)) this.#receive(parseLine(text))
      } catch (error) {
        const detail = error instanceof Error ? error.message : String(error)
        this.#giveUp(`threadprobe wrote something that is not the protocol: ${detail}.`, REPORT_BUG)
      }
    })
    this.#child.stderr.on('data', (chunk: Uint8Array) => {
      this.#standardError = (this.#standardError + new TextDecoder().decode(chunk)).slice(-2000)
    })
    // A probe that ends while a command is being written to it is reported by its exit, not by EPIPE.
    this.#child.stdin.on('error', () => {})
  }

  #receive(line: ProbeLine): void {
    this.#linesSinceCommand += 1
    if (this.#linesSinceCommand > MOST_LINES_A_COMMAND) throw new RangeError('more lines than were asked for')
    if (line.type === 'error') {
      this.#fail(new ProbeFailure(`${line.what}${line.errno ? ` (${line.errno})` : ''}.`, line.advice))
    } else if (line.type === 'unsupported') {
      this.#fail(new ProbeUnsupported(line.reason))
    } else {
      this.#received.push(line)
      this.#wake()
    }
  }

  async #next(deadline = performance.now() + this.#patienceMs): Promise<ProbeLine> {
    for (;;) {
      this.#signal.throwIfAborted()
      const line = this.#received.shift()
      if (line) return line
      if (this.#failure) throw this.#failure
      const patience = deadline - performance.now()
      if (patience <= 0) {
        throw this.#giveUp(
          `threadprobe did not answer within ${this.#patienceMs / 1000} s.`,
          'Close programs that keep the machine busy and run it again.',
        )
      }
      await this.#news(patience)
    }
  }

  #news(patienceMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, patienceMs)
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  #end(status: number | null, deathSignal: NodeJS.Signals | null): void {
    if (deathSignal) {
      const advice = deathSignal === 'SIGKILL' ? MEMORY_ADVICE : REPORT_BUG
      this.#fail(new ProbeFailure(`threadprobe was ended by ${deathSignal}.${this.#quoteStandardError()}`, advice))
    } else {
      const meaning = status === PROBE_EXIT.done ? 'ended before it was asked to' : `ended with status ${status}`
      this.#fail(new ProbeFailure(`threadprobe ${meaning}.${this.#quoteStandardError()}`, REPORT_BUG))
    }
  }

  #quoteStandardError(): string {
    const text = this.#standardError.trim()
    return text ? ` It wrote: ${text}` : ''
  }

  /** The first reason is the one that counts: what follows is its consequence. */
  #fail(error: Error): void {
    this.#failure ??= error
    this.#wake()
  }

  #brokenProtocol(type: string): ProbeFailure {
    return this.#giveUp(`threadprobe answered out of turn with "${type}".`, REPORT_BUG)
  }

  /** A probe that cannot be relied on is not asked again: it is ended, and every later block fails for this reason. */
  #giveUp(message: string, advice: string): ProbeFailure {
    const failure = new ProbeFailure(message, advice)
    this.#fail(failure)
    this.#kill()
    return failure
  }

  readonly #kill = (): void => {
    if (!this.#reaped) this.#killGroup()
    // Nothing more is wanted of it, and whoever else holds its pipes must not keep it from being over.
    this.#child.stdout.destroy()
    this.#child.stderr.destroy()
    this.#wake()
  }

  #killGroup(): void {
    const { pid } = this.#child
    if (pid === undefined) return
    try {
      // The negative id names the group that this probe leads.
      process.kill(-pid, 'SIGKILL')
    } catch {
      this.#child.kill('SIGKILL')
    }
  }
}

function notStarted(error: unknown): ProbeFailure {
  const detail = error instanceof Error ? error.message : String(error)
  const isLimit = /EAGAIN|EMFILE|ENFILE|ENOMEM/.test(detail)
  return new ProbeFailure(`threadprobe could not be started: ${detail}.`, isLimit ? RAISE_LIMIT : BUILD_AGAIN)
}

function parseLine(text: string): ProbeLine {
  const line = ProbeLine.safeParse(JSON.parse(text))
  if (line.success) return line.data
  const [issue] = line.error.issues
  throw new TypeError(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`)
}
