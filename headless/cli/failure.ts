import { ORPCError } from '@orpc/server'
import { plain } from './terminal.ts'

/** Exit statuses of the command; `found` where a program that was explored can fail. */
export const EXIT = { done: 0, failure: 1, usage: 2, found: 3, interrupted: 130 } as const

/** Ends the command with one sentence and a status. */
export class CommandFailure extends Error {
  override name = 'CommandFailure'
  readonly status: number

  constructor(message: string, status: number = EXIT.failure) {
    super(message)
    this.status = status
  }
}

/** Whatever went wrong, as one sentence and an exit status. */
export function explainFailure(error: unknown): { sentence: string; status: number } {
  if (error instanceof CommandFailure) return { sentence: plain(error.message), status: error.status }
  if (error instanceof ORPCError) {
    return { sentence: plain(error.message), status: error.code === 'USAGE' ? EXIT.usage : EXIT.failure }
  }
  const detail = error instanceof Error ? error.message : String(error)
  return {
    sentence: `Something unexpected failed: ${plain(detail.split('\n')[0] ?? '')}. Please report it.`,
    status: EXIT.failure,
  }
}
