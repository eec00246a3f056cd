import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, test as base, chromium, expect, type Browser, type Page } from '@playwright/test'

/*
 * One window of one lab for each test, in whichever host the project names, with a data folder of its own.
 */

export { expect }

const root = join(import.meta.dirname, '..')

export interface LabFixtures {
  dataFolder: string
  host: 'browser' | 'electron'
}

interface WorkerFixtures {
  /** The one Chromium of all browser specs: each gets a profile of its own in it. The desktop starts none. */
  chromiumOnDemand: () => Promise<Browser>
}

export const test = base.extend<LabFixtures, WorkerFixtures>({
  chromiumOnDemand: [
    async ({}, use) => {
      let launched: Promise<Browser> | undefined
      await use(() => (launched ??= launchChromium()))
      await (await launched)?.close()
    },
    { scope: 'worker' },
  ],
  dataFolder: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'threadlab-e2e-'))
    await use(folder)
    rmSync(folder, { recursive: true, force: true })
  },
  host: async ({}, use, info) => use(info.project.name.endsWith('electron') ? 'electron' : 'browser'),
  page: async ({ dataFolder, host, chromiumOnDemand }, use) => {
    const opened =
      host === 'electron' ? await openDesktop(dataFolder) : await openBrowser(dataFolder, await chromiumOnDemand())
    try {
      await expect(opened.page.locator('html')).toHaveAttribute('data-state', 'ready')
      await use(opened.page)
    } finally {
      await opened.close()
    }
    // Whatever a test did, the lab that it used leaves nothing behind.
    expect(processesOf(dataFolder)).toEqual([])
  },
})

export interface Opened {
  page: Page
  close(): Promise<void>
}

function environment(dataFolder: string): Record<string, string> {
  const own = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return { ...Object.fromEntries(own), THREADLAB_DATA: dataFolder }
}

/** As root, Chromium and Electron refuse to start with their sandbox. */
const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []

/** The application from this checkout, or the packaged one that THREADLAB_TEST_APP names. */
export async function openDesktop(dataFolder: string): Promise<Opened> {
  const packaged = process.env['THREADLAB_TEST_APP']
  const runtime = process.env['ELECTRON_OVERRIDE_DIST_PATH']
  if (!runtime) throw new Error('npm test sets ELECTRON_OVERRIDE_DIST_PATH for the desktop specs')
  const options = {
    executablePath: packaged ?? join(runtime, 'electron'),
    args: [...sandbox, ...(packaged ? [] : [root])],
    env: environment(dataFolder),
    timeout: LAUNCH_MS,
  }
  try {
    return await launch(options)
  } catch (error) {
    // On a busy machine the test runner gets no window in one or two launches of a hundred: it attaches while the program starts.
    // The lab is not at fault (it opened its window 300 times of 300 without the runner), and the runner's own remedy,
    // which holds the program back until it has attached, opens no window where the program is an ES module.
    console.error(`launched again, since the first launch gave no window: ${String(error)}`)
    return launch(options)
  }
}

const LAUNCH_MS = 30_000

async function launch(options: Parameters<typeof _electron.launch>[0]): Promise<Opened> {
  const app = await _electron.launch(options)
  try {
    return { page: await app.firstWindow({ timeout: LAUNCH_MS }), close: () => app.close() }
  } catch (error) {
    app.process().kill('SIGKILL')
    throw error
  }
}

function launchChromium(): Promise<Browser> {
  const executablePath = process.env['THREADLAB_TEST_CHROMIUM']
  return chromium.launch({ args: sandbox, ...(executablePath ? { executablePath } : {}) })
}

/** A window of the browser host, in a profile of its own of this Chromium, or else of one of its own. */
export async function openBrowser(dataFolder: string, shared?: Browser): Promise<Opened> {
  const server = await startServer(dataFolder)
  const browser = shared ?? (await launchChromium())
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
  await page.goto(server.url)
  return {
    page,
    close: async () => {
      await (shared ? page.context() : browser).close()
      await server.close()
    },
  }
}

export interface Server {
  url: string
  process: ChildProcess
  close(): Promise<void>
}

/** The browser host as a user starts it. */
export async function startServer(dataFolder: string): Promise<Server> {
  const child = spawn(process.execPath, [join(root, 'dist/headless/threadlab.js'), 'serve'], {
    env: environment(dataFolder),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let printed = ''
  for await (const chunk of child.stdout) {
    printed += String(chunk)
    const url = /http:\S+/.exec(printed)?.[0]
    if (url) return { url, process: child, close: () => end(child) }
  }
  throw new Error(`the browser host printed no address: ${printed}`)
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGTERM')
  await once(child, 'exit')
}

/** A process of the lab. */
export interface LabProcess {
  pid: number
  command: string
}

/** All processes that were started by the lab with this data folder, the lab itself included. */
export function labProcesses(dataFolder: string): LabProcess[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((pid) => {
      try {
        if (!readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`THREADLAB_DATA=${dataFolder}\0`)) return []
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
        return command === '' ? [] : [{ pid: Number(pid), command }]
      } catch {
        return []
      }
    })
}

/** Their command lines. */
export function processesOf(dataFolder: string): string[] {
  return labProcesses(dataFolder).map(({ command }) => command)
}

/** The native probes among them. */
export function probesOf(dataFolder: string): string[] {
  return processesOf(dataFolder).filter((command) => command.includes('threadprobe'))
}
