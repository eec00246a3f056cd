import type { ProbeSamples } from '../../../contract/probe.ts'
import { seriesKey } from '../../../contract/series-key.ts'
import type { Observation } from '../../../contract/run.ts'
import { MOST_TIMELINE_SLICES, type Timeline } from '../../../contract/timeline.ts'
import { workerName } from '../../../model/scheduler/crew.ts'
import { ProbeFailure, type Probe } from '../../probes/probe.ts'
import { median, sortSamples } from '../../statistics/quantile.ts'
import { mustOverlap, type Recorded } from './evidence.ts'
import { overlapIn, type Overlap } from './overlap.ts'
import { crewOf, elapsedOf, recordedSeries } from './series.ts'

const REPETITIONS = 5
/** All repetitions of a run together may take about this long; each series is recorded once at least. */
const MOST_MS = 3000

interface Shift {
  overlap: Overlap
  processorNs: number
  timeline: NonNullable<ProbeSamples['timeline']>
}

/** A series with several workers, and the probe that runs it. */
export interface RecordedCrew {
  id: string
  workers: number
  probe: Probe
}

/**
 * Has crews work with a record of who had which core: repetitions of their own, since recording costs something at each
 * switch. What comes of them are shares of time and timelines, and no figure.
 */
export class Recordings {
  readonly #shifts = new Map<string, Shift[]>()
  readonly #tried = new Map<string, number>()
  readonly #started = performance.now()

  async take({ id, workers, probe }: RecordedCrew): Promise<Observation> {
    const key = keyOf(id, workers)
    const shifts: Shift[] = []
    let tried = 0
    while (tried < REPETITIONS && (tried === 0 || performance.now() - this.#started < MOST_MS)) {
      const samples = await probe.block(recordedSeries(id), 1)
      if (samples.stopped) throw new ProbeFailure(`${samples.stopped.call} failed with ${samples.stopped.errno}.`, '')
      tried += 1
      const elapsed = samples.values['elapsed']?.[0]
      if (samples.timeline && elapsed !== undefined && isWhole(samples)) {
        const processorNs = samples.values['processor']?.[0] ?? 0
        shifts.push({ overlap: overlapIn(samples.timeline, elapsed), processorNs, timeline: samples.timeline })
      }
    }
    this.#shifts.set(key, shifts)
    this.#tried.set(key, tried)
    return { name: 'overlap', about: { id, condition: crewOf(workers) }, facts: factsOf(shifts, tried) }
  }

  /** What was recorded of a series; null where nothing was. */
  of(id: string, workers: number): Recorded | null {
    const shifts = this.#shifts.get(keyOf(id, workers)) ?? []
    if (shifts.length === 0) return null
    return {
      byKernel: shifts.every(({ timeline }) => timeline.source === 'kernel'),
      repetitions: shifts.length,
      withOverlap: shifts.filter(({ overlap }) => overlap.severalNs > 0).length,
      impossible: shifts.filter(
        ({ overlap, processorNs }) => overlap.severalNs === 0 && mustOverlap(overlap.elapsedNs, processorNs, workers),
      ).length,
    }
  }

  /** Of each series with so many workers, the repetition whose time is the median, as far as they fit into a run. */
  timelines(ids: readonly string[], workers: number): Timeline[] {
    let room = MOST_TIMELINE_SLICES
    return ids.flatMap((id): Timeline[] => {
      const shifts = this.#shifts.get(keyOf(id, workers)) ?? []
      const sorted = shifts.toSorted((a, b) => a.overlap.elapsedNs - b.overlap.elapsedNs)
      const middle = sorted[Math.floor((sorted.length - 1) / 2)]
      if (!middle || middle.timeline.task.length > room) return []
      room -= middle.timeline.task.length
      const { source, ...slices } = middle.timeline
      const tasks = Array.from({ length: workers }, (_, place) => workerName(place))
      const of = { id, condition: crewOf(workers) }
      return [{ which: 'recorded', repetition: shifts.indexOf(middle) + 1, of, source, tasks, slices }]
    })
  }
}

const keyOf = (id: string, workers: number): string => seriesKey(elapsedOf(id, workers))

function isWhole({ counts }: ProbeSamples): boolean {
  const { lostRecords = 0, droppedSlices = 0, overlookedStays = 0 } = counts
  return lostRecords + droppedSlices + overlookedStays === 0
}

function factsOf(shifts: readonly Shift[], tried: number): Observation['facts'] {
  const [first] = shifts
  if (!first) return { repetitions: tried, incomplete: tried }
  const shares = shifts.map(({ overlap }) => overlap.severalNs / Math.max(1, overlap.someNs))
  return {
    source: first.timeline.source,
    repetitions: shifts.length,
    ...(tried > shifts.length ? { incomplete: tried - shifts.length } : {}),
    shareWithTwoOrMoreRunning: median(sortSamples(shares)),
    leastShare: Math.min(...shares),
    greatestShare: Math.max(...shares),
    mostAtOnce: Math.max(...shifts.map(({ overlap }) => overlap.most)),
  }
}
