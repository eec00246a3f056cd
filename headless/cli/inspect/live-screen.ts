const ENTER = '\x1b[?1049h\x1b[?25l'
const LEAVE = '\x1b[?25h\x1b[?1049l'
/** Text that changes faster cannot be read. */
const REDRAW_MS = 250
const CTRL_C = '\x03'

export interface Screen {
  readonly width: number
  readonly height: number
  /** Whether enough time has passed since the last picture. */
  isDue(): boolean
  show(lines: readonly string[]): void
  /** Gives the terminal back as it was. */
  close(): void
}

/** The terminal's other screen, drawn over in place. `quit` is called when q or Ctrl+C is pressed. */
export function openScreen(quit: () => void): Screen {
  const { stdin, stdout } = process
  let shownAt = -Infinity
  let open = true
  const pressed = (keys: Buffer): void => {
    if (/[qQ]/.test(keys.toString('latin1')) || keys.includes(CTRL_C)) quit()
  }
  const close = (): void => {
    if (!open) return
    open = false
    process.off('exit', close)
    stdin.off('data', pressed)
    if (stdin.isTTY) stdin.setRawMode(false)
    stdin.pause()
    stdout.write(LEAVE)
  }
  // However the program ends, the terminal must be usable afterwards.
  process.once('exit', close)
  stdout.write(ENTER)
  if (stdin.isTTY) stdin.setRawMode(true).on('data', pressed)
  return {
    get width() {
      return stdout.columns ?? 80
    },
    get height() {
      return stdout.rows ?? 24
    },
    isDue: () => performance.now() - shownAt >= REDRAW_MS,
    show(lines) {
      if (!open) return
      shownAt = performance.now()
      // Each line clears what was there before; the rest of the screen is cleared after the last.
      stdout.write(`\x1b[H${lines.map((line) => `${line}\x1b[K`).join('\r\n')}\x1b[J`)
    },
    close,
  }
}
