import { setImmediate } from 'node:timers/promises'
import { RunNotFound, type RunStore } from '../runs/store.ts'
import { runFigures, type RunFigures } from './run-figures.ts'

/** So many of the newest runs of each experiment are looked at. */
const NEWEST = 10

/**
 * The figures of the stored runs. A run is never overwritten, so what was read of it is kept; one that cannot be read is
 * passed over, as the list of runs names it.
 */
export class EarlierRuns {
  readonly #store: RunStore
  readonly #known = new Map<string, RunFigures>()

  constructor(store: RunStore) {
    this.#store = store
  }

  /** The newest runs of an experiment on this machine and how many of others were among those looked at, the newest first. */
  async of(experiment: string, machine: string, signal?: AbortSignal): Promise<{ own: RunFigures[]; foreign: number }> {
    const own: RunFigures[] = []
    let foreign = 0
    // A run is named after when it began and what it measured.
    const ids = (await this.#store.ids()).filter((id) => id.includes(`-${experiment}-`))
    for (const id of ids.sort().reverse()) {
      if (own.length === NEWEST || signal?.aborted) break
      const run = await this.#read(id)
      if (run?.experiment !== experiment) continue
      if (run.machine === machine) own.push(run)
      else foreign++
    }
    return { own: own.sort((one, other) => other.startedAt.localeCompare(one.startedAt)), foreign }
  }

  async #read(id: string): Promise<RunFigures | null> {
    const known = this.#known.get(id)
    if (known) return known
    // Reading a large run takes a while; let the host's other work in between.
    await setImmediate()
    try {
      const figures = runFigures(await this.#store.get(id))
      this.#known.set(id, figures)
      return figures
    } catch (error) {
      if (error instanceof RunNotFound) return null
      throw error
    }
  }
}
