import type { ProbeSamples } from '../../../contract/probe.ts'
import type { Timeline } from '../../../contract/timeline.ts'
import type { RealTask } from '../../../model/scheduler/real-plan.ts'
import { ProbeFailure, type Probe } from '../../probes/probe.ts'
import type { Together } from '../../procedure/repeat-together.ts'
import type { Block, Measured } from '../../procedure/subject.ts'
import { contradiction, isWholeTimeline, timeLostToOthers } from './evidence.ts'
import { KeptTimelines } from './kept-timelines.ts'
import { PART_IDS, taskSeries, THREADS } from './series.ts'

/** Where a count of a thread comes from: figures of the probe, by the names that they have as evidence. */
const COUNTED = {
  computedNs: 'computed',
  recordedNs: 'recorded',
  accountedNs: 'counted',
  seenNs: 'seen',
  delayedNs: 'delayed',
  voluntarySwitches: 'voluntary',
  involuntarySwitches: 'involuntary',
} as const

const NICE_ADVICE =
  'A nice value below 0 takes a privilege (CAP_SYS_NICE, or ulimit -e); raise all nice values by as much instead.'

/** Runs a workload on real threads: one repetition gives a block for each of them. */
export class Repetitions implements Together {
  readonly subjects: readonly Measured[]
  readonly #probe: Probe
  readonly #tasks: readonly RealTask[]
  readonly #cores: readonly number[]
  readonly #timelines: KeptTimelines
  #repetition = 0

  constructor(probe: Probe, tasks: readonly RealTask[], cores: readonly number[]) {
    this.#probe = probe
    this.#tasks = tasks
    this.#cores = cores
    this.#timelines = new KeptTimelines(tasks.map(({ name }) => name))
    this.subjects = tasks.map(({ name }) => ({
      id: THREADS,
      condition: taskSeries(name, 'turnaround').condition,
      parts: PART_IDS,
      whole: 'turnaround',
      batch: 1,
      clockResolutionNs: probe.hello.clock.resolutionNs,
    }))
  }

  get timelines(): Timeline[] {
    return this.#timelines.chosen()
  }

  /** Throws ProbeFailure where the evidence contradicts the figures: then there are none. */
  async repeat(): Promise<readonly Block[]> {
    const samples = await this.#probe.block(THREADS, 1)
    if (samples.stopped) return this.#stopped(samples)
    const reason = this.#incomplete(samples) ?? contradiction(samples, this.#tasks, this.#cores)
    if (reason !== null) throw new ProbeFailure(`The workload ${reason}.`, 'Its figures are withheld; run it again.')
    this.#repetition += 1
    this.#remember(samples)
    return this.#blocks(samples)
  }

  #stopped({ stopped }: ProbeSamples): readonly Block[] {
    if (stopped?.call === 'setpriority') {
      throw new ProbeFailure(`setpriority failed with ${stopped.errno} (${stopped.message}).`, NICE_ADVICE)
    }
    return this.#tasks.map(() => ({ values: {}, overhead: {}, counts: {}, stopped }))
  }

  #incomplete({ values }: ProbeSamples): string | null {
    const short = [...PART_IDS, 'computed'].find((name) => values[name]?.length !== this.#tasks.length)
    return short === undefined
      ? null
      : `gave ${values[short]?.length ?? 0} figures of ${short} for ${this.#tasks.length} threads`
  }

  #remember(samples: ProbeSamples): void {
    if (!samples.timeline || !isWholeTimeline(samples)) return
    const { source, ...slices } = samples.timeline
    const turnarounds = samples.values['turnaround'] ?? []
    this.#timelines.add({ repetition: this.#repetition, source, slices, turnarounds })
  }

  #blocks({ values, counts, timeline }: ProbeSamples): Block[] {
    const others = timeline?.source === 'kernel' ? timeLostToOthers(timeline, this.#tasks.length) : null
    return this.#tasks.map((_, i): Block => {
      const known = Object.entries(COUNTED).flatMap(([name, figure]): [string, number][] => {
        const value = values[figure]?.[i]
        return value === undefined ? [] : [[name, value]]
      })
      return {
        values: Object.fromEntries(PART_IDS.map((part) => [part, [values[part]?.[i] ?? 0]])),
        overhead: {},
        counts: {
          repetitions: 1,
          ...Object.fromEntries(known),
          ...(others ? { takenByOthersNs: others[i] ?? 0 } : {}),
          lostRecords: counts['lostRecords'] ?? 0,
        },
      }
    })
  }
}
