import { RPCHandler } from '@orpc/server/message-port'
import { MessageChannelMain, type MessagePortMain, type WebContents, type WebFrameMain } from 'electron'
import type { Lab } from '../lab/lab.ts'
import { WINDOW_ORIGIN } from './window-scheme.ts'

/**
 * Gives the page its port to the lab when it asks for one. A page that is loaded again gets a new port; the old one is
 * closed, which cancels what was asked through it.
 */
export function offerLabPort(contents: WebContents, lab: Promise<Lab>): void {
  let current: MessagePortMain | null = null
  contents.ipc.on('lab-port-request', async ({ senderFrame }) => {
    const { router } = await lab
    if (!senderFrame || !isOurPage(senderFrame, contents)) return
    current?.close()
    const { port1, port2 } = new MessageChannelMain()
    current = port1
    new RPCHandler(router).upgrade(port1)
    port1.start()
    senderFrame.postMessage('lab-port', null, [port2])
  })
}

function isOurPage(frame: WebFrameMain, contents: WebContents): boolean {
  return !contents.isDestroyed() && frame === contents.mainFrame && frame.url.startsWith(`${WINDOW_ORIGIN}/`)
}
