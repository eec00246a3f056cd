import type { ProbeSamples } from '../../../contract/probe.ts'
import { TIMELINE_ENDS } from '../../../contract/timeline-words.ts'
import type { RealTask } from '../../../model/scheduler/real-plan.ts'

type Slices = NonNullable<ProbeSamples['timeline']>

/** The kernel's records and the processor time of a thread may differ by this share, and by this much besides. */
const AGREEMENT_SHARE = 0.1
const AGREEMENT_NS = 300_000

/** Whether every switch of the repetition is in the timeline. */
export function isWholeTimeline({ counts }: Pick<ProbeSamples, 'counts'>): boolean {
  const { lostRecords = 0, droppedSlices = 0, overlookedStays = 0 } = counts
  return lostRecords + droppedSlices + overlookedStays === 0
}

/**
 * Why the evidence contradicts the times of a repetition, in a sentence without its series; null where it agrees. More time
 * on a core than processor time is no contradiction: what a hypervisor took meanwhile is in the one and not in the other.
 */
export function contradiction(
  samples: ProbeSamples,
  tasks: readonly RealTask[],
  cores: readonly number[],
): string | null {
  const { timeline, values } = samples
  for (const [i, { name, operations }] of tasks.entries()) {
    const demanded = operations.reduce((sum, one) => sum + (one.do === 'compute' ? one.for : 0), 0)
    const computed = values['computed']?.[i] ?? 0
    if (computed < demanded) return `used ${computed} ns of processor time in ${name}, which was to use ${demanded} ns`
  }
  if (!timeline || timeline.source !== 'kernel' || !isWholeTimeline(samples)) return null
  return unrecorded(values, tasks) ?? misplaced(timeline, tasks, cores) ?? overlapping(timeline)
}

function unrecorded(values: ProbeSamples['values'], tasks: readonly RealTask[]): string | null {
  const found = tasks.findIndex((_, i) => {
    const computed = values['computed']?.[i] ?? 0
    return (values['recorded']?.[i] ?? 0) < computed * (1 - AGREEMENT_SHARE) - AGREEMENT_NS
  })
  if (found < 0) return null
  return `used ${values['computed']?.[found]} ns of processor time in ${tasks[found]?.name}, of which the kernel recorded ${values['recorded']?.[found]} ns`
}

function misplaced({ core, task }: Slices, tasks: readonly RealTask[], cores: readonly number[]): string | null {
  const found = core.findIndex((one, i) => !tasks[task[i] ?? -1]?.cores.some((allowed) => cores[allowed] === one))
  return found < 0
    ? null
    : `had ${tasks[task[found] ?? -1]?.name ?? 'a thread'} on core ${core[found]}, which it is kept from`
}

/** Whether two threads had one core at once, in a sentence without its subject. The records of one core are in the order of time. */
export function overlapping({ core, from, to }: Slices): string | null {
  const found = core.findIndex((one, i) => i > 0 && core[i - 1] === one && (from[i] ?? 0) < (to[i - 1] ?? 0))
  return found < 0 ? null : `had two threads on core ${core[found]} at the same time`
}

/**
 * For each task, how long it was kept from its core, after it had been preempted, by none of the workload's threads: another
 * program, the kernel or the hypervisor had the core then. Needs the kernel's records.
 */
export function timeLostToOthers({ task, core, from, to, end }: Slices, tasks: number): number[] {
  const lost = Array.from({ length: tasks }, () => 0)
  const preempted = TIMELINE_ENDS.indexOf('preempted')
  const cores = [...new Set(core)].map((one) => [...core.keys()].filter((i) => core[i] === one))
  for (const slices of cores) {
    const last = new Map<number, number>()
    for (const [place, i] of slices.entries()) {
      const one = task[i] ?? 0
      const before = last.get(one)
      last.set(one, place)
      const left = slices[before ?? -1]
      if (before === undefined || left === undefined || end[left] !== preempted) continue
      const away = (from[i] ?? 0) - (to[left] ?? 0)
      const ours = slices.slice(before + 1, place).reduce((sum, k) => sum + (to[k] ?? 0) - (from[k] ?? 0), 0)
      lost[one] = (lost[one] ?? 0) + away - ours
    }
  }
  return lost
}
