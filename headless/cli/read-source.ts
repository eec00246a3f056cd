import { open } from 'node:fs/promises'
import { formatBytes } from '../../contract/figures.ts'
import { nearestName } from '../../model/nearest-name.ts'
import { CommandFailure, EXIT } from './failure.ts'

/** No workload or program is longer; a longer file is something else. */
const MOST_BYTES = 1_000_000

/** What errors call a source. */
export function nameOf(source: string): string {
  return source === '-' ? 'standard input' : source
}

/**
 * The text of a file, or of standard input (`-`).
 *
 * @param kind what it should hold, and `presets` what could have been meant instead
 */
export async function readSource(
  source: string,
  kind: 'workload' | 'program',
  presets: readonly string[],
): Promise<string> {
  try {
    return source === '-' ? await readAll(process.stdin, kind) : await readFile(source, kind)
  } catch (error) {
    if (error instanceof CommandFailure) throw error
    throw new CommandFailure(whyNotRead(source, presets, error), EXIT.usage)
  }
}

async function readFile(path: string, kind: string): Promise<string> {
  const file = await open(path)
  try {
    return await readAll(file.createReadStream({ autoClose: false }), kind)
  } finally {
    await file.close()
  }
}

async function readAll(stream: NodeJS.ReadableStream, kind: string): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of stream) {
    chunks.push(Buffer.from(chunk))
    bytes += chunk.length
    if (bytes > MOST_BYTES)
      throw new CommandFailure(`A text of more than ${formatBytes(MOST_BYTES)} is no ${kind}.`, EXIT.usage)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function whyNotRead(source: string, presets: readonly string[], error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (code !== 'ENOENT')
    return `${source} cannot be read (${String(code ?? error)}); give a file that can, or a preset.`
  const near = nearestName(source, presets)
  const instead = near === null ? `Presets: ${presets.join(', ')}.` : `Did you mean “${near}”?`
  return `There is neither a preset nor a file “${source}”. ${instead}`
}
