/**
 * Runs the benches: `npm run bench [peers|model|inspector|window|soak]…`. They print figures and ratios; nothing is asserted.
 * The soak takes an hour and is run only where it is named.
 */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { findChromium } from './chromium.mjs'
import { findDisplay, findElectron } from './desktop.mjs'

process.chdir(fileURLToPath(new URL('..', import.meta.url)))

function run(command, options, environment = {}) {
  const { status } = spawnSync(command, options, { stdio: 'inherit', env: { ...process.env, ...environment } })
  if (status !== 0) process.exitCode = 1
}

function benchPeers() {
  run(process.execPath, ['dist/headless/bench.js', 'peers'])
}

/** The simulated machine: states and slices a second, and the explorer beside SPIN where that is installed. */
function benchModel() {
  run(process.execPath, ['dist/headless/bench.js', 'model'])
}

/** What one refresh of the inspector takes, beside other tools that show threads. */
function benchInspector() {
  run(process.execPath, ['dist/headless/bench.js', 'inspector'])
}

/** Specs that print figures, in each host that can be had here. */
function benchWindows(kind) {
  const playwright = ['node_modules/@playwright/test/cli.js', 'test', '--reporter=line']
  const chromium = findChromium()
  if (chromium)
    run(process.execPath, [...playwright, `--project=${kind}-browser`], { THREADLAB_TEST_CHROMIUM: chromium })
  else console.log('window: browser host not measured, since no Chromium can be had here.')
  const electron = findElectron()
  const display = findDisplay()
  if (electron && display) {
    const [command, ...options] = [...display, process.execPath, ...playwright, `--project=${kind}-electron`]
    run(command, options, { ELECTRON_OVERRIDE_DIST_PATH: electron })
  } else {
    console.log('window: desktop not measured, since there is no Electron runtime or no display here.')
  }
}

/** The window's start, its frames while samples arrive or pictures move, and what the inspector takes. */
const benchWindow = () => benchWindows('bench')

/** Whether memory stays level during half an hour of inspection. */
const soak = () => benchWindows('soak')

const sections = { peers: benchPeers, model: benchModel, inspector: benchInspector, window: benchWindow, soak }
const wanted = process.argv.slice(2)
const unknown = wanted.find((name) => !Object.hasOwn(sections, name))
if (unknown) {
  console.error(`There is no section "${unknown}"; there are ${Object.keys(sections).join(', ')}.`)
  process.exit(2)
}
for (const name of wanted.length > 0 ? wanted : Object.keys(sections).filter((one) => one !== 'soak')) sections[name]()
