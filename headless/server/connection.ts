import type { RPCHandler } from '@orpc/server/websocket'
import type { RawData, WebSocket } from 'ws'

/** A window that reads so slowly that this much waits for it is let go, before it fills the memory. */
const BACKLOG_LIMIT_BYTES = 64 << 20

type RouterHandler = RPCHandler<Record<never, never>>

/**
 * Connects one window to the router. Closing it, from either side, cancels what it had asked for. A message that is none
 * of the protocol's ends this connection and nothing else.
 */
export function connect(socket: WebSocket, handler: RouterHandler): void {
  const peer = { send: (data: Parameters<WebSocket['send']>[0]) => socket.send(data), addEventListener: () => {} }
  socket.on('message', (data: RawData, isBinary: boolean) => {
    handler.message(peer, isBinary ? toArrayBuffer(data) : toText(data)).catch(() => {
      socket.close(1003, 'This is no message that the lab understands.')
    })
  })
  socket.on('close', () => handler.close(peer))
  // A broken connection or an oversize message also closes it; that is enough to know.
  socket.on('error', () => {})
}

/**
 * Pings every window and drops those that stopped answering or reading, so that nobody measures for a window that is
 * gone. Returns what ends it.
 */
export function watchHeartbeats(sockets: ReadonlySet<WebSocket>, intervalMs: number): () => void {
  const silent = new WeakSet<WebSocket>()
  const timer = setInterval(() => {
    for (const socket of sockets) {
      if (silent.has(socket) || socket.bufferedAmount > BACKLOG_LIMIT_BYTES) {
        socket.terminate()
        continue
      }
      silent.add(socket)
      socket.once('pong', () => silent.delete(socket))
      socket.ping()
    }
  }, intervalMs)
  timer.unref()
  return () => clearInterval(timer)
}

function toText(data: RawData): string {
  return Buffer.from(toArrayBuffer(data)).toString('utf8')
}

function toArrayBuffer(data: RawData): ArrayBuffer {
  if (data instanceof ArrayBuffer) return data
  return new Uint8Array(Array.isArray(data) ? Buffer.concat(data) : data).buffer
}
