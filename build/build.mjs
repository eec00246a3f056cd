/** Builds the window and the three hosts into dist/. `node build/build.mjs [renderer|headless|electron]…` */
import { builtinModules } from 'node:module'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { build } from 'vite'

const root = fileURLToPath(new URL('..', import.meta.url))
const dist = join(root, 'dist')
const external = ['electron', ...builtinModules, ...builtinModules.map((name) => `node:${name}`)]

/** Libraries written as CommonJS know their file by this name, which an ES module does not have. */
const commonJsNames = 'const __filename = import.meta.filename;'

/** One program for Node or Electron with its libraries inside, so that nothing is looked up when it starts. */
function program(folder, entries, format = 'es') {
  return {
    root,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    ssr: { noExternal: true, external },
    build: {
      ssr: true,
      target: 'node20',
      outDir: join(dist, folder),
      emptyOutDir: false,
      minify: false,
      sourcemap: true,
      rolldownOptions: {
        input: Object.fromEntries(Object.entries(entries).map(([name, path]) => [name, join(root, path)])),
        external,
        output: {
          format,
          banner: format === 'es' ? commonJsNames : '',
          entryFileNames: format === 'cjs' ? '[name].cjs' : '[name].js',
          chunkFileNames: 'chunks/[name]-[hash].js',
        },
      },
    },
  }
}

const renderer = {
  root: join(root, 'renderer'),
  configFile: false,
  logLevel: 'warn',
  base: './',
  plugins: [svelte({ configFile: join(root, 'svelte.config.js') })],
  build: {
    target: 'chrome130',
    outDir: join(dist, 'renderer'),
    emptyOutDir: true,
    sourcemap: false,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
}

const parts = {
  renderer: [renderer],
  headless: [program('headless', { threadlab: 'headless/cli/threadlab.ts', bench: 'headless/bench/bench.ts' })],
  electron: [
    program('electron', {
      main: 'electron/main.ts',
      launch: 'electron/launch.ts',
      'first-message': 'electron/first-message.ts',
    }),
    program('electron', { preload: 'electron/preload.ts' }, 'cjs'),
  ],
}

const wanted = process.argv.slice(2)
for (const part of wanted.length > 0 ? wanted : Object.keys(parts)) {
  await rm(join(dist, part), { recursive: true, force: true })
  for (const configuration of parts[part]) await build(configuration)
}
