import { spawn, type ChildProcessByStdio } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'
import { z } from 'zod'
import { ProbeFailure } from '../probes/probe.ts'
import { Reading, type ReadTarget, type Sampler } from './reading.ts'

export interface NativeSamplerOptions {
  /** Where the program is. */
  path: string
  target: ReadTarget
  hertz: number
}

/** The protocol that the lab speaks with `sampler`; its first line says which it speaks. */
const PROTOCOL = 1
const PATIENCE_MS = 5000
/** A reading of 100,000 threads, all of them new, is some 20 MB. */
const LONGEST_LINE = 64 << 20
const ERROR_CHARACTERS = 2000

const BUILD_AGAIN = 'Build the probes again: npm run build:probes.'
const REPORT_BUG = 'Watch again; if it happens again, report it with this sentence.'

const SamplerLine = z.discriminatedUnion('type', [
  z.object({ type: z.literal('hello'), protocol: z.int(), build: z.string() }),
  Reading.extend({ type: z.literal('reading') }),
  z.object({ type: z.literal('error'), what: z.string(), errno: z.string().nullish(), advice: z.string() }),
  z.object({ type: z.literal('unsupported'), reason: z.string() }),
])
type SamplerLine = z.infer<typeof SamplerLine>

type Child = ChildProcessByStdio<Writable, Readable, Readable>

/**
 * The program `sampler`, which reads `/proc` in a process of its own and writes a line for each reading. It is read no
 * faster than the readings are consumed; where they are not, it waits.
 */
export class NativeSampler implements Sampler {
  readonly kind = 'native'
  readonly #child: Child
  readonly #ended: Promise<void>
  #end = ''
  #errors = ''
  #reaped = false
  #neverStarted: ProbeFailure | null = null
  #closed = false

  /** Throws ProbeFailure where it cannot be started at once; other reasons come with the readings. */
  constructor({ path, target, hertz }: NativeSamplerOptions) {
    try {
      // `detached` keeps Ctrl+C in a terminal from it: whoever opened it closes it.
      const given = ['--hertz', String(hertz), ...optionsOf(target)]
      this.#child = spawn(path, given, { stdio: ['pipe', 'pipe', 'pipe'], detached: true })
    } catch (error) {
      throw notStarted(error)
    }
    this.#ended = this.#listen()
  }

  async *readings(): AsyncGenerator<Reading, void> {
    try {
      yield* this.#parse()
      await this.#ended
      if (!this.#closed) throw new ProbeFailure(`The sampler ${this.#end}.${this.#quoteErrors()}`, REPORT_BUG)
    } catch (error) {
      // Closing it cuts off whatever it was about to say.
      if (!this.#closed) throw this.#neverStarted ?? error
    } finally {
      await this.close()
    }
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#kill()
    // Whoever else holds its pipe must not keep it from being over.
    this.#child.stdout.destroy()
    await this.#ended
  }

  async *#parse(): AsyncGenerator<Reading, void> {
    let greeted = false
    // It says hello at once; a program that says nothing is not one of ours.
    const silence = setTimeout(() => {
      this.#end = `said nothing for ${PATIENCE_MS / 1000} s`
      this.#kill()
    }, PATIENCE_MS)
    try {
      for await (const text of linesOf(this.#child.stdout)) {
        clearTimeout(silence)
        const line = parseLine(text)
        if (line.type === 'reading' && greeted) yield line
        else if (line.type === 'hello' && line.protocol === PROTOCOL) greeted = true
        else throw failureIn(line)
      }
    } finally {
      clearTimeout(silence)
    }
  }

  #listen(): Promise<void> {
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#errors = (this.#errors + text).slice(-ERROR_CHARACTERS)
    })
    this.#child.stdin.on('error', () => {})
    return new Promise((resolve) => {
      this.#child.once('exit', (status, signal) => {
        this.#reaped = true
        this.#end ||= signal ? `was ended by ${signal}` : `ended with status ${status}`
        resolve()
      })
      this.#child.once('error', (error) => {
        this.#neverStarted = notStarted(error)
        this.#child.stdout.destroy()
        resolve()
      })
    })
  }

  /** It holds nothing that would have to be put in order. */
  #kill(): void {
    if (!this.#reaped) this.#child.kill('SIGKILL')
  }

  #quoteErrors(): string {
    const text = this.#errors.trim()
    return text ? ` It wrote: ${text}` : ''
  }
}

function optionsOf(target: ReadTarget): string[] {
  switch (target.by) {
    case 'pids':
      return ['--pids', target.pids.join(',')]
    case 'name':
      return ['--name', target.name]
    case 'all':
      return ['--all']
  }
}

async function* linesOf(stream: Readable): AsyncGenerator<string, void> {
  const decoder = new TextDecoder()
  let pending: string[] = []
  let length = 0
  for await (const chunk of stream) {
    const parts = decoder.decode(chunk, { stream: true }).split('\n')
    const last = parts.pop() ?? ''
    for (const part of parts) {
      yield pending.join('') + part
      pending = []
      length = 0
    }
    pending.push(last)
    length += last.length
    if (length > LONGEST_LINE) throw broken(`a line has more than ${LONGEST_LINE} characters`)
  }
}

/** Of a line that is no reading. */
function failureIn(line: SamplerLine): ProbeFailure {
  switch (line.type) {
    case 'error':
      return new ProbeFailure(`The sampler failed: ${line.what}${line.errno ? ` (${line.errno})` : ''}.`, line.advice)
    case 'unsupported':
      return new ProbeFailure(`The sampler cannot work here: ${line.reason}.`, REPORT_BUG)
    case 'hello':
      return new ProbeFailure(`The sampler speaks protocol ${line.protocol}, the lab speaks ${PROTOCOL}.`, BUILD_AGAIN)
    case 'reading':
      return broken('it began without saying hello')
  }
}

function parseLine(text: string): SamplerLine {
  try {
    const line = SamplerLine.safeParse(JSON.parse(text))
    if (line.success) return line.data
    const [issue] = line.error.issues
    throw broken(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`)
  } catch (error) {
    if (error instanceof ProbeFailure) throw error
    throw broken(error instanceof Error ? error.message : String(error))
  }
}

function broken(detail: string): ProbeFailure {
  return new ProbeFailure(`The sampler wrote something that is not the protocol: ${detail}.`, BUILD_AGAIN)
}

function notStarted(error: unknown): ProbeFailure {
  const detail = error instanceof Error ? error.message : String(error)
  return new ProbeFailure(`The sampler could not be started: ${detail}.`, BUILD_AGAIN)
}
