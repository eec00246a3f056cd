import { spawn } from 'node:child_process'
import { constants } from 'node:os'

/** How a program that was started here came to its end. */
export interface Ending {
  /** Its exit status; for one that a signal ended, 128 and the signal's number, as shells have it. */
  status: number
  signal: NodeJS.Signals | null
  /** It was told to end, by a signal passed on from here or by its time limit. */
  wasTold: boolean
}

export interface RunOptions {
  environment?: NodeJS.ProcessEnv
  /** Takes what the program writes to standard error; without it that goes where ours goes. */
  onErrorText?: (text: string) => void
  /** Whether standard output is dropped. */
  quiet?: boolean
  timeLimitMs?: number
}

const PASSED_ON = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Runs a program to its end, passing on the signals that ask this one to end. Rejects where it cannot be started. */
export function runProgram(command: string, options: readonly string[], run: RunOptions = {}): Promise<Ending> {
  const { environment = process.env, onErrorText, quiet = false, timeLimitMs } = run
  const child = spawn(command, options, {
    env: environment,
    stdio: ['inherit', quiet ? 'ignore' : 'inherit', onErrorText ? 'pipe' : 'inherit'],
  })
  let wasTold = false
  const tell = (signal: NodeJS.Signals): void => {
    wasTold = true
    child.kill(signal)
  }
  child.stderr?.setEncoding('utf8').on('data', (text: string) => onErrorText?.(text))
  for (const signal of PASSED_ON) process.on(signal, tell)
  const limit = timeLimitMs === undefined ? null : setTimeout(tell, timeLimitMs, 'SIGKILL')
  return new Promise<Ending>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      resolve({ status: code ?? 128 + (signal ? constants.signals[signal] : 0), signal, wasTold })
    })
  }).finally(() => {
    if (limit) clearTimeout(limit)
    for (const signal of PASSED_ON) process.off(signal, tell)
  })
}
