import { BrowserWindow, nativeTheme, shell, type WebContents } from 'electron'
import type { Folders } from './folders.ts'
import { WINDOW_ORIGIN } from './window-scheme.ts'

/** The colour before the page has painted, the page's own paper. */
const BACKGROUND = { light: '#fdfdfb', dark: '#131518' }

/** Opens the one window, confined to its own page; it appears when it has something to show. */
export function openWindow({ preload, icon }: Pick<Folders, 'preload' | 'icon'>): BrowserWindow {
  const window = new BrowserWindow({
    title: 'Thread Lab',
    width: 1280,
    height: 800,
    minWidth: 900,
    minHeight: 600,
    show: false,
    icon,
    backgroundColor: nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light,
    webPreferences: { preload, contextIsolation: true, sandbox: true, nodeIntegration: false },
  })
  confine(window.webContents)
  window.once('ready-to-show', () => window.show())
  void window.loadURL(`${WINDOW_ORIGIN}/`)
  return window
}

/** No other page, no other window, no permissions; links to the web open in the user's browser. */
function confine(contents: WebContents): void {
  contents.setWindowOpenHandler(({ url }) => {
    openOutside(url)
    return { action: 'deny' }
  })
  contents.on('will-navigate', (event) => {
    event.preventDefault()
    openOutside(event.url)
  })
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false))
  contents.session.setPermissionCheckHandler(() => false)
}

function openOutside(url: string): void {
  if (URL.canParse(url) && new URL(url).protocol === 'https:') void shell.openExternal(url)
}

/** Brings the window to the front, when the program is started a second time. */
export function focusWindow(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}
