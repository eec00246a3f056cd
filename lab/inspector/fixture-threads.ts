import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'

/** A worker computes, another waits for a word in shared memory that never changes (a futex), and the main thread waits for events. */
const PROGRAM = `
const { Worker } = require('node:worker_threads')
new Worker('for (;;) {}', { eval: true })
new Worker('Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)', { eval: true })
process.stdin.on('end', () => process.exit()).resume()
setTimeout(() => console.log('ready'), 200)
`

/** A process with threads whose doings are known, for tests on Linux; it ends when told, and with its starter. */
export class KnownThreads {
  readonly child: ChildProcess
  readonly pid: number

  private constructor(child: ChildProcess, pid: number) {
    this.child = child
    this.pid = pid
  }

  static async start(): Promise<KnownThreads> {
    const child = spawn(process.execPath, ['-e', PROGRAM], { stdio: ['pipe', 'pipe', 'ignore'] })
    await once(child.stdout, 'data')
    return new KnownThreads(child, child.pid ?? 0)
  }

  /** What the kernel says of one thread now, read by other means than a sampler's. */
  read(tid: number): { letter: string; wait: string; runNs: number } {
    const file = (name: string): string => readFileSync(`/proc/${this.pid}/task/${tid}/${name}`, 'utf8')
    return {
      letter: /.*\) (\S)/s.exec(file('stat'))?.[1] ?? '',
      wait: file('wchan'),
      runNs: Number(file('schedstat').split(' ')[0]),
    }
  }

  tids(): number[] {
    return readdirSync(`/proc/${this.pid}/task`).map(Number)
  }

  async end(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return
    this.child.kill('SIGKILL')
    await once(this.child, 'exit')
  }
}
