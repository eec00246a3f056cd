import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runTool } from './run-tool.ts'

/** Hand-written equivalents of presets, kept beside the sources; seen from dist/headless as from here. */
const models = join(import.meta.dirname, '..', '..', 'headless', 'bench', 'spin')

export interface SpinResult {
  /** What SPIN says of the model: `assertion`, `deadlock` or nothing. */
  failures: string[]
  /** Distinct final states, as in `finished counter=7`. */
  ends: string[]
  states: number
  /** Nanoseconds from the start of its verifier to its end. */
  searchNs: number
  /** The same for a run that only prints its options: what starting a process takes. */
  startNs: number
  /** With making and compiling the verifier. */
  wholeNs: number
}

/** A model in Promela, checked by SPIN in a folder of its own: `spin -a`, `gcc -O2`, and the verifier that they make. */
export class SpinModel {
  readonly #file: string
  readonly #defines: readonly string[]
  readonly #folder = mkdtempSync(join(tmpdir(), 'threadlab-spin-'))

  constructor(name: string, defines: readonly string[] = []) {
    this.#file = join(models, `${name}.pml`)
    this.#defines = defines
  }

  /** Null where SPIN or a compiler is missing or says something else. */
  async check(signal: AbortSignal): Promise<SpinResult | null> {
    const start = performance.now()
    if ((await this.#run('spin', [...this.#defines, '-a', this.#file], signal)) === null) return null
    if ((await this.#run('gcc', ['-O2', '-w', '-DSAFETY', '-o', 'pan', 'pan.c'], signal)) === null) return null
    const made = performance.now()
    // All failures rather than the first; a table of 2^18 slots, so that making it is not what takes the time.
    const output = await this.#run('./pan', ['-c0', '-m10000', '-w18'], signal)
    const end = performance.now()
    await this.#run('./pan', ['-h'], signal)
    const startNs = (performance.now() - end) * 1e6
    const states = /(\d+) states, stored/.exec(output ?? '')?.[1]
    if (output === null || states === undefined) return null
    return {
      failures: [
        ...(output.includes('assertion violated') ? ['assertion'] : []),
        ...(output.includes('invalid end state (at') ? ['deadlock'] : []),
      ],
      ends: [...new Set([...output.matchAll(/^END (.*)$/gm)].map(([, end = '']) => end))].toSorted(),
      states: Number(states),
      searchNs: (end - made) * 1e6,
      startNs,
      wholeNs: (end - start) * 1e6,
    }
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true })
  }

  /** Runs a program in the folder, where SPIN leaves its files. */
  #run(program: string, options: readonly string[], signal: AbortSignal): Promise<string | null> {
    const inFolder = ['-c', 'cd "$1" && shift && exec "$@"', 'sh', this.#folder, program, ...options]
    return runTool({ program: 'sh', options: inFolder, environment: {} }, signal)
  }
}
