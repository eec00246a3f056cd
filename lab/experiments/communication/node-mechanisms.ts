import { ProbeFailure } from '../../probes/probe.ts'
import { nodeBatch, ringPlaces } from './batches.ts'
import { createRing, openRingEnd, type RingEnd } from './shared-ring.ts'
import type { Peer } from './peer.ts'
import type { Peers } from './peers.ts'
import type { NodeMechanismId } from './series.ts'

/** The host waits for the other side of a ring without seeing anything else for so long, in ms. */
const PATIENCE_MS = 800

/** How the host sends messages of one size to the other side and gets them back. */
export interface NodeMechanism {
  readonly by: 'message' | 'transfer' | 'ring'
  readonly peer: Peer
  /** Sends each message and waits until it is back, one after the other; gives what came back. */
  roundTrips(messages: readonly Uint8Array[], signal: AbortSignal): Promise<Uint8Array[]>
  /** Sends all of them. */
  stream(messages: readonly Uint8Array[]): void
}

/** Opens a mechanism for messages of this size; throws what keeps the other side from starting. */
export function openMechanism(id: NodeMechanismId, peers: Peers, bytes: number): NodeMechanism {
  const batch = nodeBatch(bytes)
  switch (id) {
    case 'shared-array-buffer':
      return new ByRing(peers.worker, bytes, ringPlaces(bytes, batch), batch.roundTrips)
    case 'postmessage-transferred':
      return new ByMessage(peers.worker, 'transfer')
    case 'postmessage-copied':
      return new ByMessage(peers.worker, 'message')
    case 'child-ipc':
      return new ByMessage(peers.child, 'message')
  }
}

class ByMessage implements NodeMechanism {
  readonly by: 'message' | 'transfer'
  readonly peer: Peer

  constructor(peer: Peer, by: 'message' | 'transfer') {
    this.peer = peer
    this.by = by
  }

  async roundTrips(messages: readonly Uint8Array[], signal: AbortSignal): Promise<Uint8Array[]> {
    const back: Uint8Array[] = []
    const send = (): void => {
      const message = messages[back.length]
      if (message) this.peer.send(message, this.by === 'transfer')
    }
    await this.peer.watch((done) => {
      this.peer.onMessage = (message) => {
        back.push(message)
        if (back.length === messages.length) done()
        else send()
      }
      send()
    }, signal)
    return back
  }

  stream(messages: readonly Uint8Array[]): void {
    for (const message of messages) this.peer.send(message, this.by === 'transfer')
  }
}

class ByRing implements NodeMechanism {
  readonly by = 'ring'
  readonly peer: Peer
  readonly #there: RingEnd
  readonly #back: RingEnd
  readonly #buffers: Uint8Array[]

  constructor(peer: Peer, bytes: number, places: number, most: number) {
    this.peer = peer
    const there = createRing(bytes, places)
    const back = createRing(bytes, places)
    peer.order({ order: 'rings', there, back })
    this.#there = openRingEnd(there, PATIENCE_MS)
    this.#back = openRingEnd(back, PATIENCE_MS)
    this.#buffers = Array.from({ length: most }, () => new Uint8Array(bytes).fill(0))
  }

  /** Without giving way to anything else in the host: it sleeps until the other side wakes it. */
  roundTrips(messages: readonly Uint8Array[]): Promise<Uint8Array[]> {
    for (const [i, message] of messages.entries()) {
      const buffer = this.#buffers[i]
      if (!buffer || !this.#there.give(message) || !this.#back.take(buffer)) return Promise.reject(stuck())
    }
    return Promise.resolve(this.#buffers.slice(0, messages.length))
  }

  stream(messages: readonly Uint8Array[]): void {
    for (const message of messages) if (!this.#there.give(message)) throw stuck()
  }
}

const stuck = (): ProbeFailure =>
  new ProbeFailure(
    `the Worker did not move within ${PATIENCE_MS} ms.`,
    'Close programs that keep the machine busy and run it again.',
  )
