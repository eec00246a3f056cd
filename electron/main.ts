import { app, type BrowserWindow } from 'electron'
import { resolve } from 'node:path'
import { version } from '../package.json'
import { createLab } from '../lab/lab.ts'
import { dataFolder } from '../lab/runs/data-folder.ts'
import { locateFolders } from './folders.ts'
import { offerLabPort } from './lab-port.ts'
import { setMenu } from './menu.ts'
import { explainUnexpectedErrors } from './unexpected.ts'
import { createUtilityProcessTask } from './utility-process.ts'
import { declareWindowScheme, serveWindow } from './window-scheme.ts'
import { focusWindow, openWindow } from './window.ts'

const folders = locateFolders(import.meta.dirname, app.isPackaged ? process.resourcesPath : null)

if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
if (process.env['THREADLAB_DATA']) keepProfileApart(process.env['THREADLAB_DATA'])

if (app.requestSingleInstanceLock()) {
  startDesktop()
} else {
  process.stdout.write('Thread Lab is open already; its window is in front now.\n')
  app.quit()
}

/** One lab, one window. Nothing here waits: Electron is ready only after this module has run. */
function startDesktop(): void {
  const lab = createLab({
    dataFolder: dataFolder(),
    probesFolder: folders.probes,
    program: { name: 'threadlab', version, host: 'desktop' },
    hostTasks: [createUtilityProcessTask(folders.firstMessage)],
  })
  const close = async (): Promise<void> => (await lab).close()
  explainUnexpectedErrors(close)
  declareWindowScheme()
  quitInOrder(close)
  void app.whenReady().then(() => {
    quitOnSignals()
    serveWindow(folders.renderer)
    const window = openWindow(folders)
    offerLabPort(window.webContents, lab)
    setMenu(window)
    focusOnSecondStart(window)
  })
}

/** Quits with the window or a signal, after everything that the lab had started is gone. */
function quitInOrder(close: () => Promise<void>): void {
  let closed = false
  app.on('window-all-closed', () => app.quit())
  app.on('before-quit', (event) => {
    if (closed) return
    event.preventDefault()
    void close().finally(() => {
      closed = true
      app.quit()
    })
  })
}

/**
 * Signals quit in order too, however often they come (Ctrl+C reaches this process from the terminal and from its
 * launcher). Only after ready: Electron installs its own handlers then, of which a second signal kills at once.
 */
function quitOnSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit())
}

function focusOnSecondStart(window: BrowserWindow): void {
  app.on('second-instance', () => {
    if (!window.isDestroyed()) focusWindow(window)
  })
}

/** With runs of its own, a desktop also has a browser profile of its own, and may be open beside another. */
function keepProfileApart(folder: string): void {
  app.setPath('userData', resolve(folder, 'desktop'))
}
