import { compileProgram } from '../../model/explorer/compile.ts'
import type { CompiledProgram } from '../../model/explorer/machine.ts'
import { EXPLORER_PRESETS } from '../../model/explorer/presets.ts'
import type { Granularity } from '../../model/explorer/program.ts'
import { CommandFailure, EXIT } from './failure.ts'
import { nameOf, readSource } from './read-source.ts'

export interface NamedProgram {
  name: string
  /** The program in steps of one granularity. */
  at: (granularity: Granularity) => CompiledProgram
}

/** The program of a preset, of a file, or of standard input (`-`); what is wrong with it as `file:line:column: message`. */
export async function readProgram(given: string): Promise<NamedProgram> {
  const preset = EXPLORER_PRESETS.find(({ id }) => id === given)
  const presets = EXPLORER_PRESETS.map(({ id }) => id)
  const source = preset?.source ?? (await readSource(given, 'program', presets))
  const at = (granularity: Granularity): CompiledProgram => {
    const compiled = compileProgram(source, granularity)
    if (compiled.ok) return compiled.program
    const mistakes = compiled.errors.map(
      ({ line, column, message }) => `${nameOf(given)}:${line}:${column}: ${message}`,
    )
    throw new CommandFailure(mistakes.join('\n'), EXIT.usage)
  }
  return { name: preset?.title ?? nameOf(given), at }
}
