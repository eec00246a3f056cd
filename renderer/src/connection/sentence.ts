/** What a failed call to the lab says to the user. The lab's own failures carry a sentence that says what to do. */
export function sentenceOf(error: unknown): string {
  const message = error instanceof Error ? error.message.trim() : String(error)
  if (isAboutTheConnection(error, message)) return 'The connection to the lab ended before it had answered; try again.'
  if (message === '' || /^internal server error$/i.test(message)) {
    return 'The lab failed while it answered; the terminal or log of its host says more.'
  }
  return /[.!?]$/.test(message) ? message : `${message}.`
}

/** Calls that were waiting when the connection ended are aborted; the words of the library are not for users. */
function isAboutTheConnection(error: unknown, message: string): boolean {
  return (error instanceof Error && error.name === 'AbortError') || /^\[Async|WebSocket is not open/.test(message)
}
