import type { Condition } from '../../../contract/series.ts'
import { median, sortSamples } from '../../statistics/quantile.ts'
import { ProbeFailure } from '../../probes/probe.ts'
import type { Block, Subject } from '../../procedure/subject.ts'
import type { HostTask } from '../experiment.ts'

const HOST_PARTS = ['called', 'first-instruction', 'first-message', 'joined'] as const

const EMPTY_RUNS = 101

/** A task that the host process starts itself; nothing pins it, and its parent's memory is the host's own. */
export class HostSubject implements Subject {
  readonly id: string
  readonly condition: Condition = { placement: 'free' }
  readonly parts = HOST_PARTS
  readonly whole = 'joined'
  readonly batch = 1
  /** process.hrtime counts nanoseconds. */
  readonly clockResolutionNs = 1
  readonly #task: HostTask

  constructor(task: HostTask) {
    this.id = task.id
    this.#task = task
  }

  async runBlock(count: number, signal: AbortSignal): Promise<Block> {
    const values: Record<(typeof HOST_PARTS)[number], number[]> = {
      called: [],
      'first-instruction': [],
      'first-message': [],
      joined: [],
    }
    const overhead = clockOverhead()
    for (let i = 0; i < count && !signal.aborted; i++) {
      const { start, called, firstInstruction, firstMessage, ended } = await this.#run(signal)
      values.called.push(Number(called - start))
      values['first-instruction'].push(Number(firstInstruction - start))
      values['first-message'].push(Number(firstMessage - start))
      values.joined.push(Number(ended - start))
    }
    const done = values.joined.length
    return {
      values,
      overhead: { called: overhead, 'first-instruction': overhead, 'first-message': overhead, joined: overhead },
      counts: { created: done, reaped: done },
    }
  }

  async #run(signal: AbortSignal): Promise<Awaited<ReturnType<HostTask['runOnce']>>> {
    try {
      return await this.#task.runOnce(signal)
    } catch (error) {
      if (signal.aborted) throw error
      const detail = error instanceof Error ? error.message : String(error)
      throw new ProbeFailure(
        `${this.id} did not run: ${detail}.`,
        'Check the limits on processes and threads (ulimit -u).',
      )
    }
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
