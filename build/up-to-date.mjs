/** Builds dist/ where it is missing or older than a source file; otherwise does nothing and says nothing. */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const sources = [
  'contract',
  'model',
  'lab',
  'electron',
  'headless',
  'renderer',
  'docs',
  'build',
  'package.json',
  'svelte.config.js',
]
const products = [
  'dist/headless/threadlab.js',
  'dist/electron/main.js',
  'dist/electron/preload.cjs',
  'dist/renderer/index.html',
]

function newest(path) {
  const status = statSync(path)
  if (!status.isDirectory()) return status.mtimeMs
  return Math.max(status.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))))
}

const built = Math.min(
  ...products.map((path) => (existsSync(join(root, path)) ? statSync(join(root, path)).mtimeMs : 0)),
)
const changed = Math.max(...sources.map((path) => newest(join(root, path))))
if (changed > built) {
  // Standard output belongs to the program that is started next.
  process.stderr.write('threadlab: building, once after a change…\n')
  const { status } = spawnSync(process.execPath, [join(root, 'build/build.mjs')], { stdio: ['ignore', 2, 2] })
  if (status !== 0) process.exit(status ?? 1)
}
