import { countWrongBytes, windowStart } from './message-tape.ts'
import type { PeerAnswer, PeerOrder } from './peer-words.ts'
import { openRingEnd, type RingEnd } from './shared-ring.ts'

interface Port {
  send(message: PeerAnswer | Uint8Array, transfer: boolean): void
  listen(listener: (message: PeerOrder | Uint8Array) => void): void
}

interface Parts {
  openRingEnd: typeof openRingEnd
  countWrongBytes: typeof countWrongBytes
  windowStart: typeof windowStart
}

type Move = Extract<PeerOrder, { order: 'move' }>

/** How long the other side sleeps on a ring before it gives up, in ms. */
const PATIENCE_MS = 5000

/**
 * The other side of the mechanisms of Node: answers orders, sends messages back or keeps them, compares afterwards what
 * it received. Its text is evaluated in a Worker or a child process: it uses nothing but its arguments and what Node has
 * everywhere.
 */
function servePeer(
  port: Port,
  { openRingEnd: open, countWrongBytes: count, windowStart: start }: Parts,
  patienceMs: number,
): void {
  let text: Uint8Array = new Uint8Array(0)
  let spare = 1
  let move: Move | null = null
  let received: Uint8Array[] = []
  /** By the size of their messages; `buffers` are to receive into, made beforehand. */
  const rings = new Map<number, { take: RingEnd['take']; give: RingEnd['give']; buffers: Uint8Array[] }>()

  const arrived = (): void => port.send({ answer: 'arrived', at: process.hrtime.bigint() }, false)

  const receive = (message: Uint8Array): void => {
    if (!move) return
    const transfer = move.by === 'transfer'
    if (move.movement === 'round-trips') {
      // What is transferred back is gone; the host compares it.
      if (!transfer) received.push(message)
      port.send(message, transfer)
      return
    }
    received.push(message)
    if (received.length === move.messages) arrived()
  }

  const moveByRing = (ring: NonNullable<ReturnType<typeof rings.get>>, { movement, messages }: Move): void => {
    for (let i = 0; i < messages; i++) {
      const buffer = ring.buffers[i]
      if (!buffer || !ring.take(buffer) || (movement === 'round-trips' && !ring.give(buffer))) {
        port.send({ answer: 'stuck' }, false)
        return
      }
      received.push(buffer)
    }
    if (movement === 'stream') arrived()
  }

  const check = (firstIndex: number): void => {
    let bytes = 0
    let wrong = 0
    received.forEach((message, i) => {
      const from = start(firstIndex + i, spare)
      bytes += message.length
      wrong += count(message, text.subarray(from, from + message.length))
    })
    received = []
    port.send({ answer: 'checked', bytes, wrong }, false)
  }

  port.listen((message) => {
    if (message instanceof Uint8Array) receive(message)
    else if (message.order === 'tape') {
      text = message.text
      spare = message.spare
    } else if (message.order === 'rings') {
      const { there, back } = message
      const take = open(there, patienceMs).take
      rings.set(there.bytes, { take, give: open(back, patienceMs).give, buffers: [] })
    } else if (message.order === 'check') check(message.firstIndex)
    else {
      move = message
      received = []
      const ring = message.by === 'ring' ? rings.get(message.bytes) : undefined
      while (ring && ring.buffers.length < message.messages) ring.buffers.push(new Uint8Array(message.bytes).fill(0))
      port.send({ answer: 'ready' }, false)
      if (ring) moveByRing(ring, message)
    }
  })
}

const parts = `{ openRingEnd: ${String(openRingEnd)}, countWrongBytes: ${String(countWrongBytes)}, windowStart: ${String(windowStart)} }`

/** The program of a Worker. */
export const WORKER_PROGRAM = `
const { parentPort } = require('node:worker_threads')
const port = {
  send: (message, transfer) => parentPort.postMessage(message, transfer ? [message.buffer] : []),
  listen: (listener) => parentPort.on('message', listener),
};
(${String(servePeer)})(port, ${parts}, ${PATIENCE_MS})
`

/** The program of a child process; it ends when its channel closes, so never later than the host. */
export const CHILD_PROGRAM = `
const port = {
  send: (message) => process.send(message),
  listen: (listener) => process.on('message', listener),
};
(${String(servePeer)})(port, ${parts}, ${PATIENCE_MS})
`
