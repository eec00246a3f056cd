import { join } from 'node:path'
import { fail, runDesktop } from './desktop-start.ts'
import { findElectron } from './electron-runtime.ts'
import { runProgram } from './run-program.ts'

/**
 * `npm start`, run by plain Node: opens the desktop, or says in one line why it cannot and starts the browser host.
 * Nothing here may import `electron`, which outside its own runtime starts a download.
 */
const checkout = join(import.meta.dirname, '..', '..')
const hasDisplay =
  process.platform !== 'linux' || Boolean(process.env['DISPLAY']) || Boolean(process.env['WAYLAND_DISPLAY'])

async function launch(options: readonly string[]): Promise<number> {
  const desktop = hasDisplay
    ? await openDesktop(options)
    : fail('there is no display (DISPLAY and WAYLAND_DISPLAY are empty)')
  if ('status' in desktop) return desktop.status
  say(`the desktop cannot open, since ${desktop.reason}; this is the browser host instead.`)
  const program = join(checkout, 'dist', 'headless', 'threadlab.js')
  return (await runProgram(process.execPath, [program, 'serve', ...(hasDisplay ? ['--open'] : [])])).status
}

async function openDesktop(options: readonly string[]): ReturnType<typeof runDesktop> {
  const electron = await findElectron(checkout, say)
  if ('reason' in electron) return electron
  return runDesktop(electron.executable, [...platformOptions(options), checkout, ...options])
}

/** What Chromium has to be told on this system, besides the caller's own options. */
function platformOptions(given: readonly string[]): string[] {
  const options: string[] = []
  if (process.platform === 'linux' && process.getuid?.() === 0 && !given.includes('--no-sandbox')) {
    say('running as root, so Chromium’s sandbox is off (--no-sandbox).')
    options.push('--no-sandbox')
  }
  if (process.platform === 'linux' && !process.env['DISPLAY']) options.push('--ozone-platform=wayland')
  return options
}

function say(sentence: string): void {
  process.stderr.write(`threadlab: ${sentence}\n`)
}

process.exitCode = await launch(process.argv.slice(2))
