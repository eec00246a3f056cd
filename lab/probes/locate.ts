import { access, constants } from 'node:fs/promises'
import { join } from 'node:path'

/** Where `threadprobe` is, or why it is not there. */
export type ProbeLocation = { path: string } | { path: null; reason: string }

/**
 * Finds the native probes in a folder that a host knows: `native-probes/out` in a checkout, a folder of the
 * application's resources when packaged.
 */
export async function locateProbes(folder: string): Promise<ProbeLocation> {
  const path = join(folder, process.platform === 'win32' ? 'threadprobe.exe' : 'threadprobe')
  try {
    await access(path, constants.X_OK)
    return { path }
  } catch {
    return {
      path: null,
      reason:
        'the native probes are not built; install a C compiler and make (Debian: gcc, make), then run npm run build:probes',
    }
  }
}
