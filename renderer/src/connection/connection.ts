import { createORPCClient } from '@orpc/client'
import { RPCLink as PortLink } from '@orpc/client/message-port'
import { RPCLink as SocketLink } from '@orpc/client/websocket'
import type { LabClient } from '../../../contract/router.ts'
import { socketAddress, takeToken } from './token.ts'

declare global {
  var threadlabHost: unknown
}

/** Why there is no connection to the lab. */
export type Disconnection = 'no-token' | 'refused' | 'ended'

export class ConnectionError extends Error {
  override name = 'ConnectionError'
  readonly reason: Disconnection

  constructor(reason: Disconnection) {
    super(reason)
    this.reason = reason
  }
}

export interface Connection {
  client: LabClient
  /** Resolves when the connection is gone, whoever ended it. */
  closed: Promise<void>
  close(): void
}

const TOKEN_KEY = 'threadlab.token'
const PORT_TIMEOUT_MS = 10_000

/** Which host the window is in; what to do about a lost connection depends on it. */
export const host = (): 'desktop' | 'browser' => (globalThis.threadlabHost === 'desktop' ? 'desktop' : 'browser')

/** Keeps the token from the address for as long as this tab lives, and takes it out of sight. */
export function keepToken(): void {
  const { token, rest } = takeToken(location.hash)
  if (token === null) return
  sessionStorage.setItem(TOKEN_KEY, token)
  history.replaceState(null, '', `${location.pathname}${location.search}${rest}`)
}

/** Connects to the lab that serves this window. Throws ConnectionError. */
export function connect(): Promise<Connection> {
  if (host() === 'desktop') return connectByPort()
  const token = sessionStorage.getItem(TOKEN_KEY)
  return token === null ? Promise.reject(new ConnectionError('no-token')) : connectBySocket(token)
}

function connectBySocket(token: string): Promise<Connection> {
  const socket = new WebSocket(socketAddress(location.href), ['threadlab', `token.${token}`])
  const client: LabClient = createORPCClient(new SocketLink({ websocket: socket }))
  const closed = new Promise<void>((resolve) => {
    socket.addEventListener('close', () => resolve(), { once: true })
  })
  return new Promise((resolve, reject) => {
    socket.addEventListener('open', () => resolve({ client, closed, close: () => socket.close() }), { once: true })
    void closed.then(() => reject(new ConnectionError('refused')))
  })
}

async function connectByPort(): Promise<Connection> {
  const port = await receivePort()
  const client: LabClient = createORPCClient(new PortLink({ port }))
  const closed = new Promise<void>((resolve) => {
    port.addEventListener('close', () => resolve(), { once: true })
  })
  port.start()
  return { client, closed, close: () => port.close() }
}

function receivePort(): Promise<MessagePort> {
  return new Promise((resolve, reject) => {
    const listening = new AbortController()
    const timeout = setTimeout(() => {
      listening.abort()
      reject(new ConnectionError('refused'))
    }, PORT_TIMEOUT_MS)
    const receive = (event: MessageEvent): void => {
      const port = event.ports[0]
      if (event.source !== window || event.data !== 'threadlab:port' || !port) return
      clearTimeout(timeout)
      listening.abort()
      resolve(port)
    }
    window.addEventListener('message', receive, { signal: listening.signal })
    window.postMessage('threadlab:hello', location.origin)
  })
}
