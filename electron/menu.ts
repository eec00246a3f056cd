import { app, Menu, type BrowserWindow, type MenuItemConstructorOptions } from 'electron'
import { WINDOW_ORIGIN } from './window-scheme.ts'

/** The application's menu: what every desktop expects, and the way back to the first page. */
export function setMenu(window: BrowserWindow): void {
  const isMac = process.platform === 'darwin'
  const application: MenuItemConstructorOptions = { role: 'appMenu' }
  const file: MenuItemConstructorOptions = { label: '&File', submenu: [{ role: 'quit' }] }
  const view: MenuItemConstructorOptions[] = [
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    { type: 'separator' },
    { role: 'reload' },
    { role: 'togglefullscreen' },
  ]
  const developer: MenuItemConstructorOptions[] = app.isPackaged ? [] : [{ role: 'toggleDevTools' }]
  const help: MenuItemConstructorOptions = {
    role: 'help',
    submenu: [
      // The same page with another fragment: nothing is loaded again, and a running measurement goes on.
      { label: 'Thread Lab &Guide', accelerator: 'F1', click: () => void window.loadURL(`${WINDOW_ORIGIN}/#/`) },
      { role: 'about' },
    ],
  }
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      isMac ? application : file,
      { role: 'editMenu' },
      { label: '&View', submenu: [...view, ...developer] },
      { role: 'windowMenu' },
      help,
    ]),
  )
}
