import type { Condition } from '../../../contract/series.ts'
import { ProbeFailure, type Probe } from '../../probes/probe.ts'
import type { Block, Subject } from '../../procedure/subject.ts'
import { asCondition, type CreatorCondition } from './conditions.ts'

export const NATIVE_PARTS = ['called', 'first-instruction', 'joined'] as const

/** One series of `threadprobe creation-cost` under one condition. */
export class NativeSubject implements Subject {
  readonly id: string
  readonly condition: Condition
  readonly parts = NATIVE_PARTS
  readonly whole = 'joined'
  readonly batch = 1
  readonly clockResolutionNs: number
  readonly probe: Probe
  readonly #pinned: boolean

  constructor(id: string, creator: CreatorCondition, probe: Probe) {
    this.id = id
    this.condition = asCondition(creator)
    this.probe = probe
    this.clockResolutionNs = probe.hello.clock.resolutionNs
    this.#pinned = creator.placement === 'one-core'
  }

  /** Throws ProbeFailure where the evidence contradicts the figure: then there is no figure. */
  async runBlock(count: number): Promise<Block> {
    const { values, overhead, counts, stopped } = await this.probe.block(this.id, count)
    const isComplete = this.parts.every((part) => values[part]?.length === counts['created'])
    if (!isComplete || counts['created'] !== counts['reaped']) {
      const reason = stopped ? `; ${stopped.call} failed with ${stopped.errno} (${stopped.message})` : ''
      throw new ProbeFailure(
        `${this.id} created ${counts['created']} and reaped ${counts['reaped']}${reason}.`,
        'Its figure is withheld; run it again.',
      )
    }
    if (this.#pinned && (counts['otherCore'] ?? 0) > 0) {
      throw new ProbeFailure(
        `${counts['otherCore']} of its tasks ran on another core though all were pinned to one.`,
        'Its figure is withheld; run it again.',
      )
    }
    return { values, overhead, counts, stopped }
  }
}
