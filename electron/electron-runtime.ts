import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { firstReason } from './first-reason.ts'
import { runProgram } from './run-program.ts'

/** Where Electron is, or why there is none. */
export type ElectronRuntime = { executable: string } | { reason: string }

const DOWNLOAD_LIMIT_MS = 120_000

/**
 * Finds Electron's runtime: a folder of the caller's own (ELECTRON_OVERRIDE_DIST_PATH), the one beside the npm package, or
 * one that the package's own script downloads now. `say` announces the download.
 */
export async function findElectron(checkout: string, say: (sentence: string) => void): Promise<ElectronRuntime> {
  const chosen = process.env['ELECTRON_OVERRIDE_DIST_PATH']
  if (chosen) {
    const executable = join(chosen, executableName())
    if (existsSync(executable)) return { executable }
    return { reason: 'ELECTRON_OVERRIDE_DIST_PATH names a folder without Electron' }
  }
  const folder = packageFolder(checkout)
  if (!folder) return { reason: 'the electron package is not installed (npm ci installs it)' }
  return installed(folder) ?? (await download(folder, say))
}

function packageFolder(checkout: string): string | null {
  try {
    return dirname(createRequire(join(checkout, 'package.json')).resolve('electron/package.json'))
  } catch {
    return null
  }
}

/** The package writes path.txt last, when the runtime is complete. */
function installed(folder: string): ElectronRuntime | null {
  try {
    const executable = join(folder, 'dist', readFileSync(join(folder, 'path.txt'), 'utf8').trim())
    return existsSync(executable) ? { executable } : null
  } catch {
    return null
  }
}

async function download(folder: string, say: (sentence: string) => void): Promise<ElectronRuntime> {
  say(`fetching Electron’s runtime, once (about 120 MB, at most ${DOWNLOAD_LIMIT_MS / 60_000} minutes)…`)
  let errorText = ''
  const { status, wasTold } = await runProgram(process.execPath, [join(folder, 'install.js')], {
    quiet: true,
    timeLimitMs: DOWNLOAD_LIMIT_MS,
    onErrorText: (text) => (errorText += text),
  })
  const runtime = status === 0 ? installed(folder) : null
  if (runtime) return runtime
  const cause = wasTold ? 'it was cut short' : (firstReason(errorText) ?? `status ${status}`)
  return { reason: `Electron’s runtime is not installed and could not be downloaded (${cause})` }
}

function executableName(): string {
  if (process.platform === 'darwin') return join('Electron.app', 'Contents', 'MacOS', 'Electron')
  return process.platform === 'win32' ? 'electron.exe' : 'electron'
}
