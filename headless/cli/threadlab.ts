#!/usr/bin/env node
import { join } from 'node:path'
import { Command, CommanderError } from 'commander'
import { version } from '../../package.json'
import { addConstants } from './commands/constants.ts'
import { addExplore } from './commands/explore.ts'
import { addInspect } from './commands/inspect.ts'
import { addList, addMachine, addRuns, addShow } from './commands/look-up.ts'
import { addMeasure } from './commands/measure.ts'
import { addServe } from './commands/serve.ts'
import { addSimulate } from './commands/simulate.ts'
import { Terminal } from './connect.ts'
import { EXIT, explainFailure } from './failure.ts'

/** Built, this program is dist/headless/threadlab.js. */
const checkout = join(import.meta.dirname, '..', '..')
const terminal = new Terminal({
  probesFolder: join(checkout, 'native-probes', 'out'),
  rendererFolder: join(checkout, 'dist', 'renderer'),
  version,
})

/** A reader that stops reading (`| head`) ends the program quietly; a full disk does not. */
process.stdout.on('error', ({ code, message }: NodeJS.ErrnoException) => {
  if (code === 'EPIPE') process.exit(EXIT.done)
  process.stderr.write(`The output cannot be written: ${message}\n`)
  process.exit(EXIT.failure)
})

function createProgram(): Command {
  const program = new Command('threadlab')
    .description('A lab that makes processes and threads tangible: real ones, measured here, beside a model of them.')
    .version(version)
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, '')) })
  for (const add of [
    addList,
    addMachine,
    addInspect,
    addMeasure,
    addRuns,
    addShow,
    addConstants,
    addSimulate,
    addExplore,
    addServe,
  ])
    add(program, terminal)
  for (const command of program.commands) command.copyInheritedSettings(program)
  return program
}

async function main(): Promise<number> {
  try {
    await createProgram().parseAsync()
    return EXIT.done
  } catch (error) {
    // Commander has written its own sentence; asking for help or the version is no mistake.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage
    const { sentence, status } = explainFailure(error)
    process.stderr.write(`${sentence}\n`)
    return status
  } finally {
    await terminal.close()
  }
}

process.exitCode = await main()
