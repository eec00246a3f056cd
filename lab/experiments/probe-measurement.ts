import type { Outcome } from '../../contract/outcome.ts'
import type { Observation } from '../../contract/run.ts'
import type { Condition, SeriesIdentity } from '../../contract/series.ts'
import { attemptProbe } from '../probes/attempt.ts'
import type { ProbeLocation } from '../probes/locate.ts'
import type { Probe } from '../probes/probe.ts'
import { interleave } from '../procedure/interleave.ts'
import { ProbeSubject, type ProbeSubjectOptions } from '../procedure/probe-subject.ts'
import type { Subject } from '../procedure/subject.ts'
import type { ExperimentEvent, ExperimentRequest, ExperimentResult, Means } from './experiment.ts'

/** One native probe that a run needs: what it is started with, and the series that it answers under one condition. */
export interface ProbeRequest extends Omit<ProbeSubjectOptions, 'id'> {
  /** The subcommand of `threadprobe`. */
  experiment: string
  options: Record<string, string | number>
  series: readonly string[]
  /** What preparing it is, in words: "touching 64 MiB in 4 KiB pages". */
  note: string
  /** Memory that it will hold, in bytes. */
  neededBytes?: number
  /** Why it is not even tried, where that is known beforehand. */
  absent?: Outcome
  /** Facts that go with whatever it observes. */
  facts?: Record<string, string | number | boolean>
  /** What is reported in place of what it observes; null for nothing. */
  observed?: (observation: Observation) => Observation | null
}

/** A probe that is ready, and its series. */
export interface OpenedProbe {
  request: ProbeRequest
  probe: Probe
  subjects: readonly ProbeSubject[]
}

export interface ProbeMeasurement {
  requests: readonly ProbeRequest[]
  /** Measured along with the series of the probes: what the host starts itself. Whoever made them closes them. */
  others?: readonly Subject[]
  /** Done when all probes are ready and before the first sample, unless there is none: calibration, predictions. */
  before?: (opened: readonly OpenedProbe[]) => AsyncGenerator<ExperimentEvent, void>
}

/** Memory that a run leaves free for everything else. */
const RESERVE_BYTES = 1 << 30
const MIB = 1 << 20

/**
 * Measures the series of native probes together with what the host starts: says what is planned, opens one probe after
 * the other, reports what they observe, interleaves all of them, and closes every probe whatever happens.
 */
export async function* measureWithProbes(
  measurement: ProbeMeasurement,
  request: ExperimentRequest,
  means: Means,
): AsyncGenerator<ExperimentEvent, ExperimentResult> {
  const { requests, others = [], before } = measurement
  yield { type: 'plan', series: [...requests.flatMap(identitiesOf), ...others.flatMap(plannedOf)] }
  const probes = new ProbeSet(means.probes, means.availableBytes(), request.signal)
  try {
    for (const one of requests) {
      const path = probes.admit(one)
      if (path === null) continue
      yield { type: 'preparing', phase: 'preparing', note: one.note }
      const opened = await probes.open(one, path)
      for (const { name, facts } of opened?.probe.observations ?? []) {
        const seen = { name, about: { condition: one.condition }, facts: { ...facts, ...one.facts } }
        const observation = one.observed ? one.observed(seen) : seen
        if (observation) yield { type: 'observation', observation }
      }
    }
    if (before && probes.opened.length > 0) yield* before(probes.opened)
    const subjects = [...probes.opened.flatMap((opened) => opened.subjects), ...others]
    const { seed, budgetSeconds, signal } = request
    return { ...(yield* interleave(subjects, { seed, budgetSeconds, signal })), unmeasured: probes.unmeasured }
  } finally {
    await probes.close()
  }
}

/** The probes of one run: opened one after the other within the memory that is free, closed together. */
class ProbeSet {
  readonly opened: OpenedProbe[] = []
  readonly unmeasured: ExperimentResult['unmeasured'] = []
  readonly #location: ProbeLocation
  readonly #signal: AbortSignal
  /** Beyond the reserve, and beyond what is opened. */
  #freeBytes: number

  constructor(location: ProbeLocation, availableBytes: number, signal: AbortSignal) {
    this.#location = location
    this.#freeBytes = availableBytes - RESERVE_BYTES
    this.#signal = signal
  }

  /** The program to start for it; null where it is not even tried, and the reason is among the unmeasured. */
  admit(request: ProbeRequest): string | null {
    const { path } = this.#location
    const obstacle =
      request.absent ??
      (path === null
        ? ({ status: 'unsupported', reason: this.#location.reason } as const)
        : this.#lackOfMemory(request))
    if (obstacle) this.#leaveOut(request, obstacle)
    return obstacle ? null : path
  }

  #lackOfMemory({ neededBytes = 0 }: ProbeRequest): Outcome | null {
    if (neededBytes === 0 || neededBytes <= this.#freeBytes) return null
    const needed = Math.ceil(neededBytes / MIB)
    const free = Math.max(0, Math.floor(this.#freeBytes / MIB))
    const reason = `its ${needed} MiB do not fit: ${free} MiB are free beyond the reserve of ${RESERVE_BYTES / MIB} MiB`
    return { status: 'skipped', reason }
  }

  #leaveOut(request: ProbeRequest, outcome: Outcome): void {
    for (const identity of identitiesOf(request)) this.unmeasured.push({ identity, outcome })
  }

  /** Null where it does not start, and the reason is among the unmeasured. */
  async open(request: ProbeRequest, path: string): Promise<OpenedProbe | null> {
    const { experiment, options } = request
    const { probe, outcome } = await attemptProbe({ path, experiment, options, signal: this.#signal })
    if (!probe) {
      this.#leaveOut(request, outcome)
      return null
    }
    const opened = { request, probe, subjects: request.series.map((id) => new ProbeSubject(probe, { ...request, id })) }
    this.opened.push(opened)
    this.#freeBytes -= request.neededBytes ?? 0
    return opened
  }

  async close(): Promise<void> {
    await Promise.all(this.opened.map(({ probe }) => probe.close()))
  }
}

function identitiesOf({ series, parts, condition }: ProbeRequest): SeriesIdentity[] {
  return series.flatMap((id) => identities(id, condition, parts))
}

const plannedOf = ({ id, condition, parts }: Subject): SeriesIdentity[] => identities(id, condition, parts)

function identities(id: string, condition: Condition, parts: readonly string[]): SeriesIdentity[] {
  return parts.map((part) => ({ id, part, condition }))
}
