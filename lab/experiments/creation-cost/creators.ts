import type { Outcome } from '../../../contract/outcome.ts'
import type { Observation } from '../../../contract/run.ts'
import { Probe, ProbeFailure, ProbeUnsupported } from '../../probes/probe.ts'
import { asCondition, type CreatorCondition } from './conditions.ts'

/**
 * A creator makes processes or threads, never both: libc's fork takes other locks once a process has had a second
 * thread, so one that did both would measure neither.
 */
export type Creates = 'processes' | 'threads'

export interface Creator {
  condition: CreatorCondition
  creates: Creates
}

export type OpenedCreator = Creator & ({ probe: Probe; outcome: null } | { probe: null; outcome: Outcome })

/** Memory that a run leaves free for everything else. */
const RESERVE_BYTES = 1 << 30
const MIB = 1 << 20

/** Opens the native probes of a run one after the other; `close` ends them all. */
export class Creators {
  readonly opened: OpenedCreator[] = []
  readonly #path: string
  readonly #signal: AbortSignal
  #freeBytes: number

  constructor(path: string, availableBytes: number, signal: AbortSignal) {
    this.#path = path
    this.#freeBytes = availableBytes - RESERVE_BYTES
    this.#signal = signal
  }

  async open(creator: Creator): Promise<OpenedCreator> {
    const opened = await this.#attempt(creator)
    this.opened.push(opened)
    return opened
  }

  find({ parentMiB, pages }: CreatorCondition, creates: Creates): OpenedCreator | undefined {
    return this.opened.find(
      (creator) =>
        creator.creates === creates && creator.condition.parentMiB === parentMiB && creator.condition.pages === pages,
    )
  }

  async close(): Promise<void> {
    await Promise.all(this.opened.map(({ probe }) => probe?.close()))
  }

  async #attempt(creator: Creator): Promise<OpenedCreator> {
    const { parentMiB, pages, placement } = creator.condition
    const needed = parentMiB * MIB
    if (parentMiB > 0 && needed > this.#freeBytes) {
      const free = Math.max(0, Math.floor(this.#freeBytes / MIB))
      const reason = `a parent of ${parentMiB} MiB does not fit: ${free} MiB are free beyond the reserve of ${RESERVE_BYTES / MIB} MiB`
      return { ...creator, probe: null, outcome: { status: 'skipped', reason } }
    }
    try {
      const options = { 'parent-mib': parentMiB, pages, placement, creates: creator.creates }
      const probe = await Probe.open({ path: this.#path, experiment: 'creation-cost', options, signal: this.#signal })
      this.#freeBytes -= needed
      return { ...creator, probe, outcome: null }
    } catch (error) {
      if (error instanceof ProbeUnsupported) {
        return { ...creator, probe: null, outcome: { status: 'unsupported', reason: error.message } }
      }
      if (error instanceof ProbeFailure) {
        return { ...creator, probe: null, outcome: { status: 'failed', error: error.message, advice: error.advice } }
      }
      throw error
    }
  }
}

/** What the probe found out about its own memory, with the condition that it belongs to. */
export function observationsOf({ probe, condition, creates }: OpenedCreator): Observation[] {
  return (probe?.observations ?? []).map((observation) => ({
    ...observation,
    about: { condition: asCondition(condition) },
    facts: { ...observation.facts, creates },
  }))
}
