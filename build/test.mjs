/**
 * Runs every test: units, native probes under sanitizers, and the end-to-end specs in the browser host and in Electron. Finds
 * or installs what it needs and says so. The last line counts what passed and failed.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findChromium } from './chromium.mjs'
import { findDisplay, findElectron } from './desktop.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
process.chdir(root)
const reports = mkdtempSync(join(tmpdir(), 'threadlab-test-'))
const counts = { passed: 0, failed: 0, skipped: 0 }
/** Told again at the end, where one looks first. */
const failures = []

function run(command, options, environment = {}) {
  return spawnSync(command, options, {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...environment },
  }).status
}

function readReport(name) {
  const file = join(reports, name)
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null
}

/** A runner that ended badly without counting a failure still failed. */
function count(status, passed, failed, skipped) {
  counts.passed += passed
  counts.failed += failed === 0 && status !== 0 ? 1 : failed
  counts.skipped += skipped
}

function testUnits() {
  const report = join(reports, 'vitest.json')
  const status = run(process.execPath, [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ])
  const result = readReport('vitest.json')
  for (const { assertionResults } of result?.testResults ?? [])
    failures.push(...assertionResults.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName))
  count(status, result?.numPassedTests ?? 0, result?.numFailedTests ?? 0, result?.numPendingTests ?? 0)
}

function testEndToEnd(project, environment, before = [], choice = []) {
  const report = `playwright-${project}-${choice.length}.json`
  const [command, ...options] = [
    ...before,
    process.execPath,
    'node_modules/@playwright/test/cli.js',
    'test',
    `--project=${project}`,
    '--reporter=list,json',
    ...choice,
  ]
  const status = run(command, options, { PLAYWRIGHT_JSON_OUTPUT_NAME: join(reports, report), ...environment })
  const result = readReport(report)
  const { stats } = result ?? {}
  for (const suite of result?.suites ?? [])
    failures.push(...suite.specs.filter(({ ok }) => !ok).map(({ title }) => `[${project}] ${suite.file} › ${title}`))
  count(status, (stats?.expected ?? 0) + (stats?.flaky ?? 0), stats?.unexpected ?? 0, stats?.skipped ?? 0)
}

function testBrowserHost() {
  const chromium = findChromium()
  if (chromium) {
    console.log(`test: browser host in ${chromium}`)
    testEndToEnd('browser', { THREADLAB_TEST_CHROMIUM: chromium })
  } else {
    console.log(
      'test: no Chromium is installed and none could be; install one (Debian: chromium) and run the tests again.',
    )
    counts.failed += 1
  }
}

function testDesktop() {
  const electron = findElectron()
  const display = findDisplay()
  if (electron && display) {
    console.log(`test: desktop in ${electron}${display.length > 0 ? ', under Xvfb' : ''}`)
    testEndToEnd('electron', { ELECTRON_OVERRIDE_DIST_PATH: electron }, display)
    testPackage(electron, display)
  } else {
    console.log(
      `test: desktop specs not run, since ${electron ? 'there is no display and no Xvfb' : 'no Electron runtime can be had here'}.`,
    )
    counts.skipped += 1
  }
}

/** The packaged application has to measure too: probes and window lie elsewhere in it. */
function testPackage(electron, display) {
  if (process.platform !== 'linux') return
  console.log('test: packaging')
  if (run(process.execPath, ['build/package.mjs'], { ELECTRON_OVERRIDE_DIST_PATH: electron }) !== 0) {
    counts.failed += 1
    return
  }
  const application = join(root, 'release/linux-unpacked/thread-lab')
  const environment = { ELECTRON_OVERRIDE_DIST_PATH: electron, THREADLAB_TEST_APP: application }
  testEndToEnd('electron', environment, display, ['--grep', '@packaged'])
}

if (run('make', ['--silent', '-C', 'native-probes']) !== 0) console.log('test: the native probes cannot be built here.')
if (run(process.execPath, ['build/up-to-date.mjs']) !== 0) process.exit(1)
testUnits()
testBrowserHost()
testDesktop()
rmSync(reports, { recursive: true, force: true })
for (const name of failures) console.log(`failed: ${name}`)
console.log(
  `${counts.passed} passed, ${counts.failed} failed${counts.skipped > 0 ? `, ${counts.skipped} skipped` : ''}`,
)
process.exitCode = counts.failed > 0 ? 1 : 0
