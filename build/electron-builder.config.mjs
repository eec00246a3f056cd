/** How the desktop is packaged. Everything that it runs is bundled into dist/, so no library goes in beside it. */
import { readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'

// A runtime of the caller's own, for example without network; it says its version in a file.
const runtime = process.env.ELECTRON_OVERRIDE_DIST_PATH
const ownRuntime = runtime
  ? { electronDist: runtime, electronVersion: readFileSync(join(runtime, 'version'), 'utf8').trim().replace(/^v/, '') }
  : {}

/** @type {import('electron-builder').Configuration} */
export default {
  appId: 'lab.thread.ThreadLab',
  productName: 'Thread Lab',
  ...ownRuntime,
  npmRebuild: false,
  // Electron's own welcome program; some runtimes hold it as a folder, over which the archive check stumbles.
  afterExtract: ({ appOutDir }) =>
    rm(join(appOutDir, 'resources', 'default_app.asar'), { recursive: true, force: true }),
  asar: true,
  directories: { output: 'release', buildResources: 'build' },
  files: ['dist/**', '!dist/**/*.map', 'package.json', '!node_modules/**'],
  extraResources: [
    // Programs cannot be started from within the archive.
    {
      from: 'native-probes/out',
      to: 'native-probes',
      filter: ['threadprobe*', 'sampler*', 'first-instruction*', 'idle-program*'],
    },
    { from: 'docs/experiments', to: 'guides', filter: ['**/*.md'] },
    { from: 'build/icons/256x256.png', to: 'icon.png' },
  ],
  linux: {
    target: ['dir', 'AppImage', 'deb'],
    executableName: 'thread-lab',
    icon: 'build/icons',
    category: 'Development',
    synopsis: 'Processes and threads, measured on your machine',
    maintainer: 'The Thread Lab founders',
    desktop: {
      entry: {
        Name: 'Thread Lab',
        GenericName: 'Process and thread lab',
        Comment: 'Measure what processes and threads cost on this machine',
        Keywords: 'process;thread;fork;scheduler;benchmark;',
        StartupWMClass: 'Thread Lab',
      },
    },
  },
  mac: { target: ['dir', 'dmg'], icon: 'build/icons/1024x1024.png', category: 'public.app-category.developer-tools' },
  win: { target: ['dir', 'nsis'], icon: 'build/icons/256x256.png' },
  nsis: { oneClick: false, allowToChangeInstallationDirectory: true },
}
