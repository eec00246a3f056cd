import { spawn, type ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'vite'

const root = join(import.meta.dirname, '..')

/** The terminal program, built from the sources as they are now into a folder of its own. */
export class ProgramOnTest {
  readonly folder = mkdtempSync(join(tmpdir(), 'threadlab-program-'))
  /** Runs of the program are stored here; its processes and theirs can be told by it. */
  readonly dataFolder = join(this.folder, `data-${randomUUID()}`)
  readonly #children: ChildProcess[] = []

  static async build(): Promise<ProgramOnTest> {
    const program = new ProgramOnTest()
    // The program looks for the probes where a checkout has them, seen from dist/headless.
    mkdirSync(join(program.folder, 'native-probes'))
    symlinkSync(join(root, 'native-probes/out'), join(program.folder, 'native-probes/out'))
    const external = [...builtinModules, ...builtinModules.map((name) => `node:${name}`)]
    await build({
      root,
      configFile: false,
      logLevel: 'error',
      publicDir: false,
      ssr: { noExternal: true, external },
      build: {
        ssr: join(root, 'headless/cli/threadlab.ts'),
        target: 'node20',
        outDir: join(program.folder, 'dist/headless'),
        emptyOutDir: true,
        minify: false,
        rolldownOptions: {
          external,
          // As build/build.mjs has it: libraries written as CommonJS know their file by this name.
          output: { format: 'es', banner: 'const __filename = import.meta.filename;', entryFileNames: '[name].mjs' },
        },
      },
    })
    return program
  }

  /** Starts the program in a process group of its own, as a shell does. */
  start(...given: readonly string[]): RunningProgram {
    const child = spawn(process.execPath, [join(this.folder, 'dist/headless/threadlab.mjs'), ...given], {
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
      env: { ...process.env, THREADLAB_DATA: this.dataFolder, NO_COLOR: '1' },
    })
    this.#children.push(child)
    const running: RunningProgram = {
      child,
      output: '',
      errors: '',
      ended: new Promise((resolve) => child.once('close', (status, signal) => resolve({ status, signal }))),
    }
    child.stdout.setEncoding('utf8').on('data', (text: string) => (running.output += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (running.errors += text))
    return running
  }

  /** Ends what a failed test left running. */
  async end(): Promise<void> {
    for (const child of this.#children.splice(0)) {
      if (child.exitCode !== null || child.signalCode !== null) continue
      child.kill('SIGKILL')
      await once(child, 'close')
    }
  }

  /** Ends it, and removes what was built. */
  async remove(): Promise<void> {
    await this.end()
    rmSync(this.folder, { recursive: true, force: true })
  }
}

export interface RunningProgram {
  child: ChildProcess
  /** What it wrote until now. */
  output: string
  errors: string
  ended: Promise<{ status: number | null; signal: NodeJS.Signals | null }>
}
