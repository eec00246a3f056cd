import {
  MOST_TIMELINE_SLICES,
  type Timeline,
  type TimelineSlices,
  type TimelineSource,
} from '../../../contract/timeline.ts'
import { median, sortSamples } from '../../statistics/quantile.ts'

interface Candidate {
  repetition: number
  source: TimelineSource
  slices: TimelineSlices
  turnarounds: readonly number[]
}

/** Timelines are remembered until they have this many slices together. */
const MOST_REMEMBERED = 400_000

/** Remembers the timelines of a run's repetitions, and tells in the end which of them are worth keeping. */
export class KeptTimelines {
  readonly #tasks: readonly string[]
  readonly #candidates: Candidate[] = []
  #remembered = 0

  constructor(tasks: readonly string[]) {
    this.#tasks = tasks
  }

  add(candidate: Candidate): void {
    const count = candidate.slices.task.length
    if (this.#remembered + count > MOST_REMEMBERED) return
    this.#remembered += count
    this.#candidates.push(candidate)
  }

  /** The repetition nearest to the medians of all threads, the one done soonest and the one done latest, as far as they fit. */
  chosen(): Timeline[] {
    if (this.#candidates.length === 0) return []
    const medians = this.#tasks.map((_, i) =>
      median(sortSamples(this.#candidates.map(({ turnarounds }) => turnarounds[i] ?? 0))),
    )
    const distance = ({ turnarounds }: Candidate): number =>
      turnarounds.reduce((sum, time, i) => sum + Math.abs(time - (medians[i] ?? 0)), 0)
    const end = ({ slices }: Candidate): number => slices.to.reduce((latest, to) => Math.max(latest, to), 0)
    const least = (of: (one: Candidate) => number): Candidate | undefined =>
      this.#candidates.reduce<Candidate | undefined>(
        (best, one) => (best && of(best) <= of(one) ? best : one),
        undefined,
      )
    const wanted = [
      ['typical', least(distance)],
      ['soonest', least(end)],
      ['latest', least((one) => -end(one))],
    ] as const
    const kept: Timeline[] = []
    let room = MOST_TIMELINE_SLICES
    for (const [which, one] of wanted) {
      if (!one || one.slices.task.length > room || kept.some(({ repetition }) => repetition === one.repetition))
        continue
      room -= one.slices.task.length
      const { repetition, source, slices } = one
      kept.push({ which, repetition, source, tasks: [...this.#tasks], slices })
    }
    return kept
  }
}
