import type { Condition } from '../../../contract/series.ts'
import { median, sortSamples } from '../../statistics/quantile.ts'
import { ProbeFailure } from '../../probes/probe.ts'
import type { Block, Subject } from '../../procedure/subject.ts'
import { nodeBatch, samplesPerBlock, type Batch } from './batches.ts'
import { countWrongBytes } from './message-tape.ts'
import { openMechanism, type NodeMechanism } from './node-mechanisms.ts'
import type { Peers } from './peers.ts'
import { PARTS, type NodeMechanismId } from './series.ts'

const EMPTY_RUNS = 101

/** What came of one movement: nanoseconds for all of its messages, and the bytes compared. */
interface Movement {
  nanoseconds: number
  checked: number
  wrong: number
}

/** One mechanism of Node with messages of one size: the host is one side, a Worker or a child process the other. */
export class NodeMessageSubject implements Subject {
  readonly id: NodeMechanismId
  readonly condition: Condition
  readonly parts = PARTS
  readonly whole = PARTS[0]
  readonly batch: number
  readonly blockSize: number
  /** process.hrtime counts nanoseconds. */
  readonly clockResolutionNs = 1
  readonly #bytes: number
  readonly #counts: Batch
  readonly #peers: Peers
  #mechanism: NodeMechanism | null = null
  #outgoing: Uint8Array<ArrayBuffer>[] = []
  #nextIndex = 0

  constructor(id: NodeMechanismId, bytes: number, peers: Peers) {
    this.id = id
    this.condition = { bytes, placement: 'free' }
    this.#bytes = bytes
    this.#counts = nodeBatch(bytes)
    this.batch = 2 * this.#counts.roundTrips
    this.blockSize = samplesPerBlock(bytes)
    this.#peers = peers
  }

  async runBlock(count: number, signal: AbortSignal): Promise<Block> {
    const { roundTrips, streamed } = this.#counts
    const values: Record<(typeof PARTS)[number], number[]> = { latency: [], streamed: [] }
    const counts = { messages: 0, bytesChecked: 0, wrongBytes: 0 }
    const clock = clockOverhead()
    const add = ({ checked, wrong }: Movement): void => {
      counts.bytesChecked += checked
      counts.wrongBytes += wrong
    }
    for (let i = 0; i < count && !signal.aborted; i++) {
      const thereAndBack = await this.#attempt(() => this.#roundTrips(signal), signal)
      add(thereAndBack)
      const oneWay = await this.#attempt(() => this.#stream(signal), signal)
      add(oneWay)
      values.latency.push(thereAndBack.nanoseconds / this.batch)
      values.streamed.push(oneWay.nanoseconds / streamed)
      counts.messages += this.batch + streamed
    }
    // What a movement does not keep is let go before the next series is measured.
    this.#outgoing = []
    this.#refuseWrong(counts, values.latency.length * (roundTrips * this.#receivers() + streamed) * this.#bytes)
    return { values, overhead: { latency: clock / this.batch, streamed: clock / streamed }, counts }
  }

  /** Who compares the messages of round trips: what is transferred back leaves nothing to the other side. */
  #receivers(): number {
    return this.id === 'postmessage-transferred' ? 1 : 2
  }

  /** Throws ProbeFailure where not every byte that was received was compared, and found right. */
  #refuseWrong({ bytesChecked, wrongBytes }: Block['counts'], expected: number): void {
    if (wrongBytes === 0 && bytesChecked === expected) return
    const reason =
      wrongBytes === 0 ? `compared ${bytesChecked} bytes of ${expected}` : `received ${wrongBytes} wrong bytes`
    throw new ProbeFailure(`${this.id} ${reason}.`, 'Its figure is withheld; run it again.')
  }

  async #attempt(movement: () => Promise<Movement>, signal: AbortSignal): Promise<Movement> {
    try {
      return await movement()
    } catch (error) {
      if (signal.aborted) throw error
      const detail = error instanceof Error ? error.message : String(error)
      // Answers to what broke off may still come: it is not asked again.
      this.#mechanism?.peer.giveUp(detail)
      const advice = error instanceof ProbeFailure ? error.advice : 'Check the limits on processes and memory.'
      throw new ProbeFailure(`${this.id} passed no message: ${detail}`, advice)
    }
  }

  async #roundTrips(signal: AbortSignal): Promise<Movement> {
    const { roundTrips } = this.#counts
    const { mechanism, messages, firstIndex } = await this.#begin('round-trips', roundTrips, signal)
    const start = process.hrtime.bigint()
    const back = await mechanism.roundTrips(messages, signal)
    const nanoseconds = Number(process.hrtime.bigint() - start)
    const wrong = back.reduce((sum, message, i) => sum + this.#wrongBytes(message, firstIndex + i), 0)
    const checked = back.reduce((sum, { length }) => sum + length, 0)
    const there = await this.#hear(mechanism, firstIndex, signal)
    return { nanoseconds, checked: checked + there.bytes, wrong: wrong + there.wrong }
  }

  async #stream(signal: AbortSignal): Promise<Movement> {
    const { mechanism, messages, firstIndex } = await this.#begin('stream', this.#counts.streamed, signal)
    const start = process.hrtime.bigint()
    mechanism.stream(messages)
    const { at } = await mechanism.peer.answer('arrived', signal)
    const { bytes, wrong } = await this.#hear(mechanism, firstIndex, signal)
    return { nanoseconds: Number(at - start), checked: bytes, wrong }
  }

  /** Writes the messages of a movement and tells the other side to be ready for them. */
  async #begin(
    movement: 'round-trips' | 'stream',
    count: number,
    signal: AbortSignal,
  ): Promise<{ mechanism: NodeMechanism; messages: Uint8Array[]; firstIndex: number }> {
    const bytes = this.#bytes
    this.#mechanism ??= openMechanism(this.id, this.#peers, bytes)
    const mechanism = this.#mechanism
    const firstIndex = this.#nextIndex
    this.#nextIndex += count
    const messages = Array.from({ length: count }, (_, i) => this.#write(i, firstIndex + i))
    mechanism.peer.order({ order: 'move', movement, by: mechanism.by, messages: count, bytes })
    await mechanism.peer.answer('ready', signal)
    return { mechanism, messages, firstIndex }
  }

  /** A message in a buffer of its own; one that was transferred away gets a new one. */
  #write(position: number, index: number): Uint8Array {
    const kept = this.#outgoing[position]
    const message = kept && kept.length === this.#bytes ? kept : new Uint8Array(this.#bytes)
    message.set(this.#peers.tape.window(index, this.#bytes))
    this.#outgoing[position] = message
    return message
  }

  #wrongBytes(message: Uint8Array, index: number): number {
    return countWrongBytes(message, this.#peers.tape.window(index, this.#bytes))
  }

  #hear({ peer }: NodeMechanism, firstIndex: number, signal: AbortSignal): Promise<{ bytes: number; wrong: number }> {
    peer.order({ order: 'check', firstIndex })
    return peer.answer('checked', signal)
  }
}

/** Nanoseconds between two readings of the clock with nothing between them. */
function clockOverhead(): number {
  const gaps = Array.from({ length: EMPTY_RUNS }, () => {
    const start = process.hrtime.bigint()
    return Number(process.hrtime.bigint() - start)
  })
  return median(sortSamples(gaps))
}
