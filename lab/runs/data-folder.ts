import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'

/** The one folder where the desktop, the terminal and the browser host keep their runs. `THREADLAB_DATA` overrides it. */
export function dataFolder(environment: NodeJS.ProcessEnv = process.env, platform = process.platform): string {
  const chosen = environment['THREADLAB_DATA']
  if (chosen) return chosen
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'threadlab')
  if (platform === 'win32') return join(environment['APPDATA'] || join(homedir(), 'AppData', 'Roaming'), 'threadlab')
  // The XDG specification has relative paths ignored; an empty one is relative to wherever we were started.
  const shared = environment['XDG_DATA_HOME'] ?? ''
  return join(isAbsolute(shared) ? shared : join(homedir(), '.local', 'share'), 'threadlab')
}
