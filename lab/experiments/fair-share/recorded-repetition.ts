import type { ProbeSamples } from '../../../contract/probe.ts'
import type { Observation } from '../../../contract/run.ts'
import type { Timeline } from '../../../contract/timeline.ts'
import { median, sortSamples } from '../../statistics/quantile.ts'
import { isWholeTimeline } from '../workload/evidence.ts'
import type { Contest } from './parameters.ts'
import { THREADS, type Contestant } from './series.ts'

type Slices = NonNullable<ProbeSamples['timeline']>

/** The repetition that was made to be recorded, until the period ended; null where slices are missing. */
export function timelineOf(
  samples: ProbeSamples,
  threads: readonly Contestant[],
  { periodNs }: Contest,
): Timeline | null {
  if (!samples.timeline || !isWholeTimeline(samples)) return null
  const { source, ...all } = samples.timeline
  // A thread that had no core at the end gets one more turn to find out.
  const within = [...all.from.keys()].filter((i) => (all.from[i] ?? 0) < periodNs)
  const pick = (column: readonly number[]): number[] => within.map((i) => column[i] ?? 0)
  const slices = {
    task: pick(all.task),
    core: pick(all.core),
    from: pick(all.from),
    to: pick(all.to).map((to) => Math.min(to, periodNs)),
    end: pick(all.end),
  }
  return { which: 'recorded', repetition: 1, source, tasks: threads.map(({ name }) => name), slices }
}

/** How long the turns of each thread were by these records, which are no part of any timed figure. */
export function recordedTurns(
  { slices }: { slices: Omit<Slices, 'source'> },
  threads: readonly Contestant[],
): Observation[] {
  return threads.flatMap(({ name, nice }, index): Observation[] => {
    const lengths = slices.task.flatMap((task, i) =>
      task === index ? [(slices.to[i] ?? 0) - (slices.from[i] ?? 0)] : [],
    )
    const sorted = sortSamples(lengths)
    if (lengths.length === 0) return []
    const facts = {
      turns: lengths.length,
      shortestNs: sorted[0] ?? 0,
      medianNs: median(sorted),
      longestNs: sorted.at(-1) ?? 0,
    }
    return [{ name: 'recorded-turns', about: { id: THREADS, condition: { thread: name, nice } }, facts }]
  })
}
