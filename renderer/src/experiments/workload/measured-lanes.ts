import type { Timeline } from '../../../../contract/timeline.ts'
import { TIMELINE_ENDS } from '../../../../contract/timeline-words.ts'
import type { RealTask } from '../../../../model/scheduler/real-plan.ts'
import { spansOf, type Span, type TimelineLane } from '../../timeline/timeline.ts'

type Slices = Pick<Timeline, 'slices'>

interface Slice {
  from: number
  to: number
  core: number
  end: (typeof TIMELINE_ENDS)[number]
}

/** One lane for each of these cores: which thread of the workload had it when. */
export function measuredCoreLanes({ slices }: Slices, cores: readonly number[]): TimelineLane[] {
  return cores.map((core) => ({
    label: `core ${core}`,
    process: null,
    spans: spansOf(
      [...slices.core.keys()]
        .filter((i) => slices.core[i] === core)
        .map((i) => ({
          from: slices.from[i] ?? 0,
          to: slices.to[i] ?? 0,
          task: slices.task[i] ?? -1,
          tone: 'running' as const,
        })),
    ),
  }))
}

/**
 * One lane for each thread. What a thread was while it had no core follows from why it had lost it: after a sleep that it
 * asked for, and after it was preempted, it could run and waited for a core.
 */
export function measuredTaskLanes({ slices }: Slices, tasks: readonly RealTask[], process: number): TimelineLane[] {
  const byTask = tasks.map((): Slice[] => [])
  for (const [i, task] of slices.task.entries()) {
    const end = TIMELINE_ENDS[slices.end[i] ?? 0] ?? 'ended'
    byTask[task]?.push({ from: slices.from[i] ?? 0, to: slices.to[i] ?? 0, core: slices.core[i] ?? 0, end })
  }
  return tasks.map((task, index) => ({
    label: task.name,
    process,
    spans: spansOf(states(byTask[index] ?? [], task, index)),
  }))
}

function states(unsorted: readonly Slice[], { arrival, operations }: RealTask, task: number): Span[] {
  const slices = unsorted.toSorted((a, b) => a.from - b.from)
  const sleeps = operations.filter((one) => one.do === 'io' && one.for > 0).map((one) => one.for)
  const spans: Span[] = []
  const add = (from: number, to: number, tone: Span['tone']): void => {
    if (to > from) spans.push({ from, to, task, tone })
  }
  // A thread may wait in the kernel without having asked for it; then no sleep can be told from another.
  const accounted = slices.filter(({ end }) => end === 'waits').length === sleeps.length
  let slept = 0
  slices.forEach((slice, i) => {
    if (i === 0) add(arrival, slice.from, 'runnable')
    add(slice.from, slice.to, 'running')
    const next = slices[i + 1]
    if (!next) return
    const asleep = slice.end !== 'waits' ? 0 : accounted ? (sleeps[slept++] ?? 0) : Infinity
    const awake = Math.min(next.from, slice.to + asleep)
    add(slice.to, awake, 'io')
    add(awake, next.from, 'runnable')
  })
  return spans
}
