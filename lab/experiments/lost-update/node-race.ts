import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import type { Condition } from '../../../contract/series.ts'
import { ProbeFailure } from '../../probes/probe.ts'
import type { Block, Subject } from '../../procedure/subject.ts'
import { contradiction } from './evidence.ts'
import { conditionOf, PART_IDS } from './series.ts'

/** Places in what all workers share. */
const COUNTER = 0
const RELEASED = 1
const READY = 2
const SHARED_WORDS = 64

/**
 * A worker: for each race it says that it is ready, waits for the release, adds, and answers with the moment at which it was done.
 * Each way to add is a function of its own, so that what one of them does to the compiler is no matter of the others.
 */
const PROGRAM = `
const { parentPort, workerData } = require('node:worker_threads')
const { shared, way } = workerData
const words = new Int32Array(shared)
const ways = {
  'node-plain': (times) => { for (let i = 0; i < times; i++) words[${COUNTER}] = words[${COUNTER}] + 1 },
  'node-load-store': (times) => {
    for (let i = 0; i < times; i++) Atomics.store(words, ${COUNTER}, Atomics.load(words, ${COUNTER}) + 1)
  },
  'node-atomic-add': (times) => { for (let i = 0; i < times; i++) Atomics.add(words, ${COUNTER}, 1) },
}
parentPort.on('message', ({ race, times }) => {
  Atomics.add(words, ${READY}, 1)
  Atomics.wait(words, ${RELEASED}, race - 1)
  ways[way](times)
  parentPort.postMessage(process.hrtime.bigint())
})
parentPort.postMessage('up')
`

/** How long a race may take. */
const PATIENCE_MS = 60_000

/** Workers of Node that add to one number in a SharedArrayBuffer. */
export class NodeRace implements Subject {
  readonly id: string
  readonly condition: Condition
  readonly parts = PART_IDS
  readonly whole = 'elapsed'
  readonly batch: number
  readonly blockSize = 1
  /** process.hrtime counts nanoseconds. */
  readonly clockResolutionNs = 1
  readonly #threads: number
  readonly #each: number
  readonly #words = new Int32Array(new SharedArrayBuffer(SHARED_WORDS * Int32Array.BYTES_PER_ELEMENT))
  #workers: Worker[] = []
  #race = 0

  constructor(id: string, threads: number, increments: number) {
    this.id = id
    this.condition = conditionOf(threads, 'free')
    this.#threads = threads
    this.#each = increments / threads
    this.batch = increments
  }

  async runBlock(count: number, signal: AbortSignal): Promise<Block> {
    const values = { elapsed: [] as number[], lost: [] as number[] }
    const expected = this.batch
    const counts = { races: 0, increments: 0, lost: 0, lossyRaces: 0, beyondAll: 0 }
    for (let i = 0; i < count && !signal.aborted; i++) {
      const { elapsed, counted } = await this.#attempt(signal)
      const lost = expected - counted
      values.elapsed.push(elapsed)
      values.lost.push(Math.max(0, lost))
      counts.races += 1
      counts.increments += expected
      counts.lost += lost
      counts.lossyRaces += lost === 0 ? 0 : 1
      counts.beyondAll += lost < 0 ? 1 : 0
    }
    const reason = contradiction({ series: this.id, values, counts }, { expected, placement: 'free' })
    if (reason !== null) throw new ProbeFailure(`${this.id} ${reason}.`, 'Its figures are withheld; run it again.')
    const each = (whole: readonly number[]): number[] => whole.map((value) => value / this.batch)
    return { values: { elapsed: each(values.elapsed), lost: each(values.lost) }, overhead: {}, counts }
  }

  /** Ends all workers. */
  async close(): Promise<void> {
    const workers = this.#workers
    this.#workers = []
    await Promise.all(workers.map((worker) => worker.terminate()))
  }

  async #attempt(signal: AbortSignal): Promise<{ elapsed: number; counted: number }> {
    try {
      if (this.#workers.length === 0) await this.#start(signal)
      return await this.#run(AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]))
    } catch (error) {
      await this.close()
      if (signal.aborted || error instanceof ProbeFailure) throw error
      const detail = error instanceof Error ? error.message : String(error)
      throw new ProbeFailure(`${this.id} did not run: ${detail}.`, 'Check the limits on processes and memory.')
    }
  }

  async #start(signal: AbortSignal): Promise<void> {
    const workerData = { shared: this.#words.buffer, way: this.id }
    this.#race = Atomics.load(this.#words, RELEASED)
    for (let i = 0; i < this.#threads; i++) this.#workers.push(new Worker(PROGRAM, { eval: true, workerData }))
    await Promise.all(this.#workers.map((worker) => once(worker, 'message', { signal })))
  }

  async #run(signal: AbortSignal): Promise<{ elapsed: number; counted: number }> {
    this.#race += 1
    Atomics.store(this.#words, COUNTER, 0)
    Atomics.store(this.#words, READY, 0)
    const done = Promise.all(this.#workers.map((worker) => once(worker, 'message', { signal })))
    for (const worker of this.#workers) worker.postMessage({ race: this.#race, times: this.#each })
    await this.#allReady(signal)
    const start = process.hrtime.bigint()
    Atomics.store(this.#words, RELEASED, this.#race)
    Atomics.notify(this.#words, RELEASED)
    const moments = (await done).map(([moment]: unknown[]) => (typeof moment === 'bigint' ? moment : start))
    const last = moments.reduce((latest, moment) => (moment > latest ? moment : latest), start)
    return { elapsed: Number(last - start), counted: Atomics.load(this.#words, COUNTER) }
  }

  /** Without blocking the host: its other work goes on. They come within a millisecond or so. */
  async #allReady(signal: AbortSignal): Promise<void> {
    while (Atomics.load(this.#words, READY) < this.#threads) await setTimeout(1, null, { signal })
  }
}
