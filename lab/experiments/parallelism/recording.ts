import { seriesKey } from '../../../contract/series-key.ts'
import type { Observation } from '../../../contract/run.ts'
import { MOST_TIMELINE_SLICES, type Timeline } from '../../../contract/timeline.ts'
import { workerName } from '../../../model/scheduler/crew.ts'
import { ProbeFailure, type Probe } from '../../probes/probe.ts'
import { median, sortSamples } from '../../statistics/quantile.ts'
import { mustOverlap, type Recorded } from './evidence.ts'
import { crewOf, elapsedOf, placementOf, recordedSeries } from './series.ts'
import { readShift, type Shift } from './shift.ts'

const REPETITIONS = 5
/** All repetitions of a run together may take about this long; each series is recorded once at least. */
const MOST_MS = 3000

/** A series with several workers, and the probe that runs it. */
export interface RecordedCrew {
  id: string
  workers: number
  probe: Pick<Probe, 'block'>
}

/**
 * Has crews work with a record of who had which core: repetitions of their own, since recording costs something at each
 * switch. What comes of them are shares of time and timelines, and no figure.
 */
export class Recordings {
  readonly #shifts = new Map<string, Shift[]>()
  readonly #started = performance.now()
  readonly #cores: number

  /** @param cores as many as workers on all cores may use */
  constructor(cores: number) {
    this.#cores = cores
  }

  /** Throws ProbeFailure where a crew cannot work at all. */
  async take({ id, workers, probe }: RecordedCrew): Promise<Observation> {
    const expected = { placement: placementOf(id), workers, cores: this.#cores }
    const shifts: Shift[] = []
    const obstacles: string[] = []
    for (let tried = 0; tried < REPETITIONS; tried++) {
      if (tried > 0 && performance.now() - this.#started >= MOST_MS) break
      const samples = await probe.block(recordedSeries(id), 1)
      // That a worker was lost is said by the evidence.
      if (samples.stopped && !samples.counts['lostWorkers']) {
        throw new ProbeFailure(`${samples.stopped.call} failed with ${samples.stopped.errno}.`, '')
      }
      const read = readShift(samples, expected)
      if (typeof read === 'string') obstacles.push(read)
      else shifts.push(read)
    }
    this.#shifts.set(keyOf(id, workers), shifts)
    return { name: 'overlap', about: { id, condition: crewOf(workers) }, facts: factsOf(shifts, obstacles) }
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

function factsOf(shifts: readonly Shift[], obstacles: readonly string[]): Observation['facts'] {
  const [reason] = obstacles
  const incomplete: Observation['facts'] = reason === undefined ? {} : { incomplete: obstacles.length, reason }
  const [first] = shifts
  if (!first) return { repetitions: 0, ...incomplete }
  const shares = shifts.map(({ overlap }) => overlap.severalNs / Math.max(1, overlap.someNs))
  return {
    source: first.timeline.source,
    repetitions: shifts.length,
    ...incomplete,
    shareWithTwoOrMoreRunning: median(sortSamples(shares)),
    leastShare: Math.min(...shares),
    greatestShare: Math.max(...shares),
    mostAtOnce: Math.max(...shifts.map(({ overlap }) => overlap.most)),
  }
}
