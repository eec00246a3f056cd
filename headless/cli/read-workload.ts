import { parseWorkload } from '../../model/scheduler/parse-workload.ts'
import { WORKLOAD_PRESETS } from '../../model/scheduler/presets.ts'
import type { Workload } from '../../model/scheduler/workload.ts'
import { CommandFailure, EXIT } from './failure.ts'
import { nameOf, readSource } from './read-source.ts'

/** A workload with what it is called and how many cores show it best. */
export interface NamedWorkload {
  name: string
  workload: Workload
  cores: number
}

/** The workload of a preset, of a file, or of standard input (`-`); what is wrong with it as `file:line:column: message`. */
export async function readWorkload(given: string): Promise<NamedWorkload> {
  const preset = WORKLOAD_PRESETS.find(({ id }) => id === given)
  const presets = WORKLOAD_PRESETS.map(({ id }) => id)
  const parsed = parseWorkload(preset?.text ?? (await readSource(given, 'workload', presets)))
  const name = nameOf(given)
  if (parsed.ok) return { name: preset?.title ?? name, workload: parsed.workload, cores: preset?.cores ?? 1 }
  const mistakes = parsed.errors.map(({ line, column, message }) => `${name}:${line}:${column}: ${message}`)
  throw new CommandFailure(mistakes.join('\n'), EXIT.usage)
}
