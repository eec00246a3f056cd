import { app, dialog } from 'electron'

/** Says an unexpected error in one sentence, in a dialog and on the terminal, and ends the program after `close`. */
export function explainUnexpectedErrors(close: () => Promise<void>): void {
  let explained = false
  const explain = (error: unknown): void => {
    if (explained) return
    explained = true
    const detail = error instanceof Error ? error.message : String(error)
    const sentence = `Something unexpected failed: ${detail.split('\n', 1)[0]}`
    process.stderr.write(`threadlab: ${sentence}\n`)
    const told = app.isReady()
      ? dialog.showMessageBox({
          type: 'error',
          title: 'Thread Lab',
          message: 'Thread Lab has to close.',
          detail: sentence,
        })
      : Promise.resolve()
    void told.then(close).finally(() => app.exit(1))
  }
  process.on('uncaughtException', explain)
  process.on('unhandledRejection', explain)
}
