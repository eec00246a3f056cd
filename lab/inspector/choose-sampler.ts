import { accessSync, constants } from 'node:fs'
import { join } from 'node:path'
import { systemRoot } from '../machine/small-file.ts'
import type { OpenSampler } from './inspections.ts'
import { JavaScriptSampler } from './javascript-sampler.ts'
import { NativeSampler } from './native-sampler.ts'
import { keepsSchedstat } from './schedstat.ts'
import { SystemSampler } from './system-sampler.ts'

/**
 * What other systems tell, where the kernel keeps no account of its threads (or is not Linux); otherwise the native sampler where it is built, looked for each time since it may be built meanwhile,
 * and else the one in JavaScript.
 */
export function chooseSampler(probesFolder: string): OpenSampler {
  const path = join(probesFolder, 'sampler')
  return (target, hertz) => {
    if (!keepsSchedstat(systemRoot)) return new SystemSampler(target)
    return isProgram(path) ? new NativeSampler({ path, target, hertz }) : new JavaScriptSampler({ target, hertz })
  }
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
