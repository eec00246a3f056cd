import { spawn } from 'node:child_process'

const PATIENCE_MS = 60_000

export interface Tool {
  program: string
  options: readonly string[]
  environment: Readonly<Record<string, string>>
}

/**
 * Runs another tool to its end and gives all that it wrote; null where it cannot be started, fails, or takes longer than a
 * minute. It leads a process group of its own, which is ended with it: some tools leave tasks behind when they are ended
 * by a signal. Rejects with the signal's reason.
 */
export async function runTool({ program, options, environment }: Tool, signal: AbortSignal): Promise<string | null> {
  signal.throwIfAborted()
  const env = { ...process.env, ...environment }
  const child = spawn(program, options, { detached: true, stdio: ['ignore', 'pipe', 'pipe'], env })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Uint8Array) => (output += String(chunk)))
  const endGroup = (): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
    } catch {
      // Nobody is left of it.
    }
  }
  const patience = setTimeout(endGroup, PATIENCE_MS)
  signal.addEventListener('abort', endGroup, { once: true })
  const status = await new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(null))
    // Its number still names its group: whoever is left bears it.
    child.once('exit', endGroup)
    child.once('close', resolve)
  })
  clearTimeout(patience)
  signal.removeEventListener('abort', endGroup)
  signal.throwIfAborted()
  return status === 0 ? output : null
}
