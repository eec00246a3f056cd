import { Peer } from './peer.ts'
import type { MessageTape } from './message-tape.ts'

/** The Worker and the child process of a run: started when they are first needed, closed together. */
export class Peers {
  readonly tape: MessageTape
  #worker: Peer | null = null
  #child: Peer | null = null

  constructor(tape: MessageTape) {
    this.tape = tape
  }

  get worker(): Peer {
    this.#worker ??= this.#withTape(Peer.startWorker(), this.tape.text)
    return this.#worker
  }

  get child(): Peer {
    this.#child ??= this.#withTape(Peer.startChild(), this.tape.text.slice())
    return this.#child
  }

  async close(): Promise<void> {
    await Promise.all([this.#worker?.close(), this.#child?.close()])
  }

  /** A Worker sees the same text, a process gets a copy. */
  #withTape(peer: Peer, text: Uint8Array): Peer {
    peer.order({ order: 'tape', text, spare: this.tape.spare })
    return peer
  }
}
