import { spawn, spawnSync, type ChildProcessByStdio } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { expect, onTestFinished } from 'vitest'
import { ProbeLine, type ProbeSamples } from '../contract/probe.ts'

export const PROCESS_SERIES = ['fork', 'vfork', 'posix-spawn', 'fork-exec', 'clone-process'] as const
export const THREAD_SERIES = ['clone-thread', 'pthread'] as const
export const EVERY_SERIES = [...PROCESS_SERIES, ...THREAD_SERIES]

export const runs = (command: string, ...given: string[]): boolean => spawnSync(command, given).status === 0
export const canBuild =
  process.platform === 'linux' && runs('make', '--version') && runs(process.env['CC'] ?? 'cc', '--version')

/**
 * Builds threadprobe and gives its path. All tests share one build; one with settings of its own goes into a folder of its own
 * under `native-probes/out`. Files that run at once wait for each other here.
 */
export function build(folder = 'out/test', ...settings: string[]): string {
  const path = join(import.meta.dirname, folder)
  mkdirSync(path, { recursive: true })
  const make = ['make', '--silent', '-C', import.meta.dirname, `OUT=${folder}`, ...settings]
  const { status, stderr, error } = spawnSync('flock', [path, ...make], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`make failed:\n${stderr}${String(error ?? '')}`)
  return join(path, 'threadprobe')
}

export interface Ended {
  status: number | null
  signal: string | null
  lines: ProbeLine[]
  stderr: string
}

/** Runs a command to its end with this standard input; every line that it writes has to be of the protocol. */
export function runToEnd([path = '', ...given]: readonly string[], input = '', env = process.env): Ended {
  const { status, signal, stdout, stderr } = spawnSync(path, given, { input, env, encoding: 'utf8', timeout: 25_000 })
  return { status, signal, stderr, lines: stdout.trim().split('\n').filter(Boolean).map(parse) }
}

const parse = (line: string): ProbeLine => ProbeLine.parse(JSON.parse(line))

export function samplesOf(lines: readonly ProbeLine[]): ProbeSamples[] {
  return lines.filter((line) => line.type === 'samples')
}

export const blocks = (series: readonly string[], count: number): string =>
  series.map((name) => `block ${name} ${count}\n`).join('')

/** A command that runs beside the test, and is killed with its group when the test is over. */
export class Running {
  readonly child: ChildProcessByStdio<Writable, Readable, null>
  readonly ended: Promise<number | null>
  readonly #lines: AsyncIterator<string>

  constructor([path = '', ...given]: readonly string[]) {
    this.child = spawn(path, given, { stdio: ['pipe', 'pipe', 'inherit'], detached: true })
    this.ended = new Promise((resolve) => this.child.once('close', resolve))
    this.#lines = createInterface(this.child.stdout)[Symbol.asyncIterator]()
    this.child.stdin.on('error', () => {})
    onTestFinished(() => this.kill())
  }

  write(text: string): void {
    this.child.stdin.write(text)
  }

  /** The next line of this type; those before it are passed over. */
  async next<T extends ProbeLine['type']>(type: T): Promise<Extract<ProbeLine, { type: T }>> {
    for (;;) {
      const { done, value } = await this.#lines.next()
      if (done) throw new Error(`the probe ended before it wrote "${type}"`)
      const line = parse(value)
      if (isOfType(line, type)) return line
    }
  }

  kill(): void {
    if (this.child.pid === undefined || this.child.exitCode !== null || this.child.signalCode !== null) return
    process.kill(-this.child.pid, 'SIGKILL')
  }
}

function isOfType<T extends ProbeLine['type']>(line: ProbeLine, type: T): line is Extract<ProbeLine, { type: T }> {
  return line.type === type
}

export interface Task {
  pid: number
  state: string
  parent: number
  group: number
}

/** Every process of the machine, zombies included. */
export function listProcesses(): Task[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
        const [state = '', parent, group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
        return [{ pid: Number(name), state, parent: Number(parent), group: Number(group) }]
      } catch {
        return [] // It ended meanwhile.
      }
    })
}

/** What every complete block has to show. */
export function expectEvidence({ series, values, overhead, counts, stopped }: ProbeSamples, count: number): void {
  expect({ series, stopped }).toEqual({ series, stopped: undefined })
  expect(counts).toMatchObject({ created: count, reaped: count })
  expect(Object.keys(values)).toEqual(['called', 'first-instruction', 'joined'])
  expect(Object.keys(overhead)).toEqual(Object.keys(values))
  const { called = [], 'first-instruction': first = [], joined = [] } = values
  expect([called.length, first.length, joined.length]).toEqual([count, count, count])
  joined.forEach((end, i) => {
    expect(called[i]).toBeGreaterThan(0)
    expect(called[i]).toBeLessThanOrEqual(end)
    expect(first[i]).toBeGreaterThan(0)
    expect(first[i]).toBeLessThanOrEqual(end)
  })
}
