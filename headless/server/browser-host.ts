import { RPCHandler } from '@orpc/server/websocket'
import { createServer, STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import type { Lab } from '../../lab/lab.ts'
import { connect, watchHeartbeats } from './connection.ts'
import { listen } from './listen.ts'
import { OwnAddresses } from './own-addresses.ts'
import { createToken, holdsToken, SUBPROTOCOL } from './token.ts'
import { readWindowFile } from '../../lab/window/window-files.ts'
import { windowPolicy } from '../../lab/window/window-policy.ts'

export interface BrowserHostOptions {
  /** Stays the caller's to close. */
  lab: Pick<Lab, 'router'>
  /** The built window. */
  rendererFolder: string
  host?: string
  /** 0 for any free one. */
  port?: number
  heartbeatMs?: number
}

export interface BrowserHost {
  /** The address to open. It holds the key in its fragment, which browsers send to nobody. */
  url: string
  port: number
  /** Lets every window go, which cancels what they had asked for, and stops listening. */
  close(): Promise<void>
}

const RPC_PATH = '/rpc'
const MESSAGE_LIMIT_BYTES = 1 << 20
const WINDOW_LIMIT = 32
const HEARTBEAT_MS = 15_000

/**
 * Serves the window over HTTP and the lab over WebSocket. Only pages from here can connect, and of those only windows that
 * hold this start's token. Throws ListenFailure.
 */
export async function startBrowserHost({
  lab,
  rendererFolder,
  host = '127.0.0.1',
  port = 0,
  heartbeatMs = HEARTBEAT_MS,
}: BrowserHostOptions): Promise<BrowserHost> {
  const token = createToken()
  const handler = new RPCHandler(lab.router)
  const windows = new WebSocketServer({
    noServer: true,
    maxPayload: MESSAGE_LIMIT_BYTES,
    handleProtocols: () => SUBPROTOCOL,
  })
  const server = createServer()
  const bound = await listen(server, host, port)
  const own = new OwnAddresses(host, bound)

  // One connection that could not be accepted (too many open files) ends nothing else.
  server.on('error', () => {})
  server.on('request', (request, response) => void answer(request, response, own, rendererFolder))
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => {})
    const refusal = refusalOf(request, own, token) ?? (windows.clients.size >= WINDOW_LIMIT ? FULL : null)
    if (refusal) return refuse(socket, refusal)
    windows.handleUpgrade(request, socket, head, (window) => connect(window, handler))
  })
  const stopWatching = watchHeartbeats(windows.clients, heartbeatMs)

  return {
    url: `${own.base}/#token=${token}`,
    port: bound.port,
    close: async () => {
      stopWatching()
      for (const window of windows.clients) window.terminate()
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      await closed
    },
  }
}

/** Answers a request for a file of the window. */
async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  own: OwnAddresses,
  rendererFolder: string,
): Promise<void> {
  const { host } = request.headers
  const plain = { ...windowPolicy(), 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' }
  if (!own.includes(host)) {
    response.writeHead(403, plain).end(`${FOREIGN_HOST.sentence}\n`)
  } else if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { ...plain, Allow: 'GET, HEAD' }).end('Only GET and HEAD are answered here.\n')
  } else {
    const { status, headers, body } = await readWindowFile(rendererFolder, pathOf(request))
    // Not every browser takes 'self' to cover WebSockets.
    response.writeHead(status, { ...windowPolicy([`ws://${host}`]), ...headers, 'Content-Length': body.byteLength })
    response.end(request.method === 'HEAD' ? undefined : body)
  }
}

interface Refusal {
  status: number
  sentence: string
}

const FOREIGN_HOST: Refusal = {
  status: 403,
  sentence: 'This lab does not answer under that name; open the address that it printed.',
}
const NOT_HERE: Refusal = { status: 404, sentence: 'There is nothing to connect to at this path.' }
const FOREIGN_ORIGIN: Refusal = { status: 403, sentence: 'Only a window that this lab has served may connect.' }
const NO_TOKEN: Refusal = {
  status: 401,
  sentence: 'The key is missing or belongs to an earlier start; open the address that the lab printed.',
}
const FULL: Refusal = { status: 503, sentence: `${WINDOW_LIMIT} windows are connected, which is the limit; close one.` }

/** Why a window may not connect, or null where it may. */
function refusalOf(request: IncomingMessage, own: OwnAddresses, token: string): Refusal | null {
  const { host, origin } = request.headers
  if (!own.includes(host)) return FOREIGN_HOST
  if (pathOf(request) !== RPC_PATH) return NOT_HERE
  // Browsers always send an origin here; what sends none is no window.
  if (origin !== `http://${host.toLowerCase()}`) return FOREIGN_ORIGIN
  return holdsToken(request.headers['sec-websocket-protocol'], token) ? null : NO_TOKEN
}

function refuse(socket: Duplex, { status, sentence }: Refusal): void {
  const head = { ...windowPolicy(), 'Content-Type': 'text/plain; charset=utf-8', Connection: 'close' }
  const lines = Object.entries(head).map(([name, value]) => `${name}: ${value}`)
  const body = `${sentence}\n`
  socket.end(
    [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, `Content-Length: ${body.length}`, '', body].join('\r\n'),
  )
}

/** The path as it was sent, without the query: nothing is decoded or resolved. */
function pathOf(request: IncomingMessage): string {
  return (request.url ?? '').split('?', 1)[0] ?? ''
}
