import type { SimulationAnswer, SimulationRequest } from './simulation.ts'

/** A worker for one kind of request. A new request ends the one before it. */
export class SimulationWorker {
  #worker: Worker | null = null
  #isBusy = false

  /** Answers come until one is the last; nothing comes after `cancel` or the next request. */
  ask(request: SimulationRequest, take: (answer: SimulationAnswer) => void): void {
    if (this.#isBusy) this.cancel()
    const worker = (this.#worker ??= new Worker(new URL('./simulation-worker.ts', import.meta.url), { type: 'module' }))
    this.#isBusy = true
    worker.onmessage = ({ data }: MessageEvent<SimulationAnswer>) => {
      if (data.kind !== 'compared' || data.last) this.#isBusy = false
      take(data)
    }
    worker.onerror = ({ message }) => {
      this.cancel()
      const reason = message || 'the window could not start it'
      take({ kind: 'failed', sentence: `The simulation ended early: ${reason}. Reload the window.` })
    }
    worker.postMessage(request)
  }

  /** Ends what is being simulated, at once. */
  cancel(): void {
    this.#worker?.terminate()
    this.#worker = null
    this.#isBusy = false
  }
}
