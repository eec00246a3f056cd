/**
 * Builds the probes and dist/ and packages the desktop into release/: the unpacked application, or what extra arguments
 * ask electron-builder for (`npm run package -- --linux AppImage deb`).
 */
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const builder = join(dirname(createRequire(import.meta.url).resolve('electron-builder/package.json')), 'cli.js')

function run(...command) {
  const { status } = spawnSync(process.execPath, command, { cwd: root, stdio: 'inherit' })
  if (status === 0) return
  console.error(`threadlab: packaging stopped, since ${command[0].slice(root.length)} failed (see above).`)
  process.exit(status ?? 1)
}

const given = process.argv.slice(2)
run(join(root, 'build/probes.mjs'), '--strict')
run(join(root, 'build/build.mjs'))
const target = given.length > 0 ? given : ['--dir']
run(builder, '--config', join(root, 'build/electron-builder.config.mjs'), '--publish', 'never', ...target)
