import type { InspectorFrame, InspectorRequest, InspectorTarget, ProcessEntry } from '../../contract/inspector.ts'
import { systemRoot } from '../machine/small-file.ts'
import { Busy } from '../measurement.ts'
import { listProcesses } from './processes.ts'
import type { ReadTarget, Sampler } from './reading.ts'
import type { Self } from './roles.ts'
import { checkTarget } from './target-check.ts'
import { inspect } from './watch.ts'

/** Starts a reader of `/proc`. */
export type OpenSampler = (target: ReadTarget, hertz: number) => Sampler

/** Each reads `/proc` by itself. */
const MOST = 4

/** The inspections of one lab: up to four at once, all of which end with it. */
export class Inspections {
  readonly #self: Self
  readonly #open: OpenSampler
  readonly #running = new Map<AbortController, Sampler>()
  #begun = 0

  constructor(self: Self, open: OpenSampler) {
    this.#self = self
    this.#open = open
  }

  processes(): Promise<ProcessEntry[]> {
    return listProcesses()
  }

  /** Throws TargetNotFound or Busy; what it gives throws Busy or ProbeFailure. */
  watch(request: InspectorRequest, signal: AbortSignal | undefined): AsyncGenerator<InspectorFrame, void> {
    checkTarget(request.target, systemRoot)
    this.#refuseTooMany()
    return this.#run(request, signal)
  }

  /** Tells later whether anything was inspected since now. */
  lookout(): () => boolean {
    const already = this.#running.size > 0
    const begun = this.#begun
    return () => already || this.#begun > begun
  }

  /** Ends all, whether or not anybody still consumes them, and resolves when nothing of them is left. */
  async close(): Promise<void> {
    await Promise.all([...this.#running].map(([controller, sampler]) => this.#end(controller, sampler)))
  }

  async *#run(request: InspectorRequest, signal: AbortSignal | undefined): AsyncGenerator<InspectorFrame, void> {
    // It counts from its first frame on: one that nobody ever asks for a frame has started nothing.
    this.#refuseTooMany()
    const controller = new AbortController()
    const sampler = this.#open(readTargetOf(request.target, this.#self), request.hertz)
    const end = (): Promise<void> => this.#end(controller, sampler)
    this.#running.set(controller, sampler)
    this.#begun += 1
    // Who went away does not ask for another frame, so this cannot wait for one.
    const abort = (): void => void end()
    signal?.addEventListener('abort', abort, { once: true })
    try {
      if (signal?.aborted) return
      yield* inspect(request, controller.signal, this.#self, sampler)
    } finally {
      signal?.removeEventListener('abort', abort)
      await end()
    }
  }

  async #end(controller: AbortController, sampler: Sampler): Promise<void> {
    controller.abort()
    await sampler.close()
    this.#running.delete(controller)
  }

  #refuseTooMany(): void {
    if (this.#running.size < MOST) return
    throw new Busy(`${MOST} inspections are running already; close one, in another window or a terminal.`)
  }
}

function readTargetOf(target: InspectorTarget, self: Self): ReadTarget {
  switch (target.follow) {
    case 'lab':
      return { by: 'pids', pids: [self.pid] }
    case 'process':
      return { by: 'pids', pids: [target.pid] }
    case 'name':
      return { by: 'name', name: target.name }
    case 'all':
      return { by: 'all' }
  }
}
