import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The main thread waits for its input, one worker computes, one waits at a futex; a child with these threads of its own is stopped. */
const SCRIPT = `
const { spawn } = require('node:child_process')
const { Worker } = require('node:worker_threads')
const stopped = spawn(process.execPath, ['-e', 'process.stdin.resume()'], { stdio: ['pipe', 'ignore', 'inherit'] })
stopped.kill('SIGSTOP')
const programs = ['for (;;) {}', 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)']
let online = 0
for (const program of programs) {
  new Worker(program, { eval: true }).on('online', () => {
    if (++online === programs.length) process.stdout.write(String(stopped.pid))
  })
}
process.stdin.resume()
`

export interface KnownProcess {
  pid: number
  /** Its child, which is stopped. */
  stoppedPid: number
  /** Ends the child, of which its parent takes note. */
  endChild(): void
  stop(): void
  end(): Promise<void>
}

/** A process outside the lab whose threads are known. */
export async function startKnownThreads(): Promise<KnownProcess> {
  const child = spawn(process.execPath, ['-e', SCRIPT], { stdio: ['pipe', 'pipe', 'inherit'] })
  const { pid } = child
  if (pid === undefined) throw new Error('the process with the known threads did not start')
  const [printed] = await once(child.stdout, 'data')
  const stoppedPid = Number(printed)
  let childHasEnded = false
  // As long as its parent lives and it was not ended, its number is its own.
  const endChild = (): void => {
    if (!childHasEnded) process.kill(stoppedPid, 'SIGKILL')
    childHasEnded = true
  }
  return {
    pid,
    stoppedPid,
    endChild,
    stop: () => void child.kill('SIGSTOP'),
    end: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      endChild()
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
  }
}

export interface Multitude {
  pid: number
  threads: number
  /** So many threads a second are born, each of which lives for 3 ms; resolves when it is over. */
  storm(perSecond: number, seconds: number): Promise<void>
  end(): Promise<void>
}

/** A process outside the lab with very many sleeping threads. */
export async function startMultitude(sleeping: number): Promise<Multitude> {
  const folder = mkdtempSync(join(tmpdir(), 'threadlab-multitude-'))
  const program = join(folder, 'threads')
  const source = join(import.meta.dirname, '..', 'native-probes', 'fixture-threads.c')
  execFileSync('cc', ['-D_GNU_SOURCE', '-O2', '-pthread', '-o', program, source])
  const child = spawn(program, [], { stdio: ['pipe', 'pipe', 'inherit'] })
  const { pid } = child
  if (pid === undefined) throw new Error('the process with very many threads did not start')
  const command = async (line: string): Promise<void> => {
    child.stdin.write(`${line}\n`)
    await once(child.stdout, 'data')
  }
  await command(`many ${sleeping}`)
  return {
    pid,
    threads: threadsIn(pid),
    storm: (perSecond, seconds) => command(`storm ${perSecond} ${seconds}`),
    end: async () => {
      const exited = once(child, 'exit')
      if (child.exitCode === null && child.signalCode === null && child.kill('SIGKILL')) await exited
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export const threadsIn = (pid: number): number => readdirSync(`/proc/${pid}/task`).length

/** A thread as the kernel shows it, read here and not by the lab. */
export interface KernelThread {
  tid: number
  name: string
  letter: string
  nice: number
  core: number
  wait: string
  /** Nanoseconds on a core so far. */
  ran: number
  /** Switches so far. */
  voluntary: number
  involuntary: number
  /** Clock ticks of 10 ms since boot. */
  start: number
}

export function threadsOf(pid: number): KernelThread[] {
  return readdirSync(`/proc/${pid}/task`).map((tid) => {
    const read = (file: string): string => readFileSync(`/proc/${pid}/task/${tid}/${file}`, 'utf8')
    const stat = read('stat')
    // The name may hold anything, so the fields are counted from its end: state is the third of proc(5).
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const status = read('status')
    const switches = (kind: string): number =>
      Number(new RegExp(`^${kind}_ctxt_switches:\\s*(\\d+)$`, 'm').exec(status)?.[1])
    return {
      tid: Number(tid),
      name: stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')')),
      letter: fields[0] ?? '',
      nice: Number(fields[16]),
      core: Number(fields[36]),
      wait: read('wchan'),
      ran: Number(read('schedstat').split(' ')[0]),
      voluntary: switches('voluntary'),
      involuntary: switches('nonvoluntary'),
      start: Number(fields[19]),
    }
  })
}
