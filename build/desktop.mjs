/** What a desktop window needs for tests and benches: an Electron runtime and a display. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { installDebianPackages } from './chromium.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))

/** The folder of an Electron runtime, or null: then the desktop cannot be tested here. */
export function findElectron() {
  const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(root, 'node_modules/electron/dist')
  if (existsSync(join(folder, 'electron'))) return folder
  if (process.env.ELECTRON_OVERRIDE_DIST_PATH) return null
  console.log('fetching the Electron runtime')
  spawnSync(process.execPath, ['node_modules/electron/install.js'], {
    stdio: ['ignore', 'ignore', 'ignore'],
    timeout: 180_000,
  })
  return existsSync(join(folder, 'electron')) ? folder : null
}

/** A command in front that gives a display where there is none; null when that is not possible. */
export function findDisplay() {
  if (process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY) return []
  const hasXvfb = () => spawnSync('xvfb-run', ['--help']).status === 0
  return hasXvfb() || (installDebianPackages('xvfb', 'xauth') && hasXvfb()) ? ['xvfb-run', '-a'] : null
}
