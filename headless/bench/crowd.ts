import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runTool } from './run-tool.ts'

/** Beside the sources; seen from dist/headless as from here. */
const source = join(import.meta.dirname, '..', '..', 'headless', 'bench', 'inspector', 'crowd.c')

export interface Crowd {
  pid: number
  /** Resolves when all its threads are gone. */
  close(): Promise<void>
}

/** A program of our own that starts processes of many threads, for inspectors to read. */
export class CrowdProgram {
  readonly #folder = mkdtempSync(join(tmpdir(), 'threadlab-crowd-'))

  /** Whether a compiler made it. */
  async build(signal: AbortSignal): Promise<boolean> {
    const options = ['-O2', '-pthread', '-o', this.#program, source]
    return (await runTool({ program: 'cc', options, environment: {} }, signal)) !== null
  }

  /** Resolves once all threads exist; null where the machine does not give so many. */
  async start(threads: number, active: number): Promise<Crowd | null> {
    const child = spawn(this.#program, [String(threads), String(active)], { stdio: ['pipe', 'pipe', 'ignore'] })
    const ready = await Promise.race([
      once(child.stdout, 'data').then(() => true),
      once(child, 'exit').then(() => false),
      once(child, 'error').then(() => false),
    ])
    const { pid } = child
    if (!ready || pid === undefined) return null
    const gone = once(child, 'exit')
    return {
      pid,
      async close() {
        child.kill('SIGKILL')
        await gone
      },
    }
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true })
  }

  get #program(): string {
    return join(this.#folder, 'crowd')
  }
}
