import { firstReason, isForPeople } from './first-reason.ts'
import { runProgram, type Ending } from './run-program.ts'

/** The status that the desktop ended with, or why it did not open. */
export type DesktopEnding = { status: number } | { reason: string }

/** A failure this early means that the desktop did not open; a later one is its own. */
const START_MS = 10_000
const KEPT_CHARACTERS = 64 << 10

export function fail(reason: string): DesktopEnding {
  return { reason }
}

/** Runs Electron to its end. What it writes to standard error while starting is kept, in case that is all it does. */
export async function runDesktop(executable: string, options: readonly string[]): Promise<DesktopEnding> {
  // Set by some editors' terminals, it would turn Electron into plain Node.
  const { ELECTRON_RUN_AS_NODE: _, ...environment } = process.env
  let kept = ''
  let isStarting = true
  const pass = (text: string): void => {
    for (const line of text.split('\n')) if (isForPeople(line)) process.stderr.write(`${line}\n`)
  }
  const opened = setTimeout(() => {
    isStarting = false
    pass(kept)
  }, START_MS)
  opened.unref()
  const onErrorText = (text: string): void => {
    if (isStarting) kept = (kept + text).slice(0, KEPT_CHARACTERS)
    else pass(text)
  }
  try {
    const ending = await runProgram(executable, options, { environment, onErrorText })
    if (isStarting && hasFailed(ending)) return fail(firstReason(kept) ?? `Electron ended with ${describe(ending)}`)
    if (isStarting) pass(kept)
    return { status: ending.status }
  } catch (error) {
    return fail(`Electron cannot be started (${error instanceof Error ? error.message : String(error)})`)
  } finally {
    clearTimeout(opened)
  }
}

function hasFailed({ status, wasTold }: Ending): boolean {
  return status !== 0 && !wasTold
}

function describe({ status, signal }: Ending): string {
  return signal ? `signal ${signal}` : `status ${status}`
}
