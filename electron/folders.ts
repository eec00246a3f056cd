import { join } from 'node:path'

/** Where the desktop finds what it is made of. */
export interface Folders {
  renderer: string
  probes: string
  preload: string
  firstMessage: string
  icon: string
}

/**
 * The one place that knows the difference between a checkout and the packaged application. `programFolder` is where the
 * built main.js is: dist/electron, in the checkout or inside the archive. Native programs cannot be started from within
 * an archive, so a package has them among its resources.
 */
export function locateFolders(programFolder: string, resources: string | null): Folders {
  const checkout = join(programFolder, '..', '..')
  return {
    renderer: join(programFolder, '..', 'renderer'),
    probes: resources ? join(resources, 'native-probes') : join(checkout, 'native-probes', 'out'),
    preload: join(programFolder, 'preload.cjs'),
    firstMessage: join(programFolder, 'first-message.js'),
    icon: resources ? join(resources, 'icon.png') : join(checkout, 'build', 'icons', '256x256.png'),
  }
}
