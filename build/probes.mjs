/**
 * Compiles the native probes. Without a compiler it says so and succeeds: the lab then runs without them and says which
 * experiments need one.
 */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('../native-probes', import.meta.url))
const runs = (command, ...options) => spawnSync(command, options, { stdio: 'ignore' }).status === 0

if (process.platform === 'win32' || !runs('make', '--version') || !runs(process.env.CC ?? 'cc', '--version')) {
  console.log(
    'threadlab: native probes not built, since make or a C compiler is missing; experiments that need them will say so.',
  )
} else {
  const { status } = spawnSync('make', ['--silent', '-C', folder], { stdio: 'inherit' })
  if (status === 0) console.log('threadlab: native probes built.')
  else if (process.argv.includes('--strict')) process.exitCode = 1
  else console.log('threadlab: native probes could not be built (see above); experiments that need them will say so.')
}
