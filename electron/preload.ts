import { contextBridge, ipcRenderer } from 'electron'

/**
 * Passes one port to the page and nothing else. The page says `threadlab:hello` when it listens, so that neither side can
 * be too early; the answer is `threadlab:port` with the port.
 */
contextBridge.exposeInMainWorld('threadlabHost', 'desktop')

window.addEventListener('message', (event) => {
  if (event.source === window && event.data === 'threadlab:hello') ipcRenderer.send('lab-port-request')
})

ipcRenderer.on('lab-port', ({ ports }) => {
  window.postMessage('threadlab:port', window.location.origin, ports)
})
