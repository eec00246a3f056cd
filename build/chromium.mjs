/** Finds a Chromium for the end-to-end tests, or installs one, and says which. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium } from '@playwright/test'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

function onPath() {
  const folders = (process.env.PATH ?? '').split(delimiter)
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path))
}

const playwrights = () => (existsSync(chromium.executablePath()) ? chromium.executablePath() : undefined)
const run = (command, ...options) => spawnSync(command, options, { stdio: ['ignore', 2, 2] }).status === 0

/** Installs Debian packages where that is possible: as root, with apt-get. */
export function installDebianPackages(...packages) {
  if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version']).status !== 0) return false
  console.log(`test: installing Debian's ${packages.join(', ')}`)
  return (
    run('apt-get', 'update', '-qq') && run('apt-get', 'install', '-y', '-qq', '--no-install-recommends', ...packages)
  )
}

/** The path of a Chromium, or null when none is installed and none could be. */
export function findChromium() {
  const installed = onPath() ?? playwrights()
  if (installed) return installed
  if (installDebianPackages('chromium', 'fonts-dejavu-core')) return onPath() ?? null
  console.log('test: fetching Playwright’s Chromium')
  return run(process.execPath, 'node_modules/@playwright/test/cli.js', 'install', 'chromium')
    ? (playwrights() ?? null)
    : null
}
