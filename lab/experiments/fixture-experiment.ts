import { readLimits } from '../machine/limits.ts'
import { interleave } from '../procedure/interleave.ts'
import type { Subject } from '../procedure/subject.ts'
import type { Experiment, Means } from './experiment.ts'

/** Means for tests: no probe, no task of the host, and a machine that says nothing of its limits. */
export function standInMeans(more: Partial<Means> = {}): Means {
  return {
    probes: { path: null, reason: 'the probes are not built' },
    hostTasks: [],
    availableBytes: () => 8 * 1024 ** 3,
    limits: () => readLimits({ root: '/nowhere' }),
    taskRoom: () => [],
    allowedCores: () => null,
    ...more,
  }
}

/** An experiment for tests: one operation has a time and the memory that it holds; `subjects` answer for it. */
export function standInExperiment(subjects: readonly Subject[], more: Partial<Experiment> = {}): Experiment {
  return {
    id: 'stand-in',
    title: 'Stand-in',
    question: 'What is measured?',
    group: 'measure',
    method: 'None.',
    parameters: () => ({}),
    parts: [
      { id: 'joined', title: 'Whole', explanation: 'All of it.', unit: 'ns' },
      { id: 'held', title: 'Held', explanation: 'Memory.', unit: 'B' },
    ],
    budgetSeconds: { full: 1, quick: 1 },
    series: () =>
      subjects.map(({ id }) => ({ id, kind: 'thread', explanation: '', unsupported: null, comparedWith: null })),
    async *run({ seed, budgetSeconds, signal }) {
      const series = subjects.flatMap(({ id, condition, parts }) => parts.map((part) => ({ id, condition, part })))
      yield { type: 'plan', series }
      return { ...(yield* interleave(subjects, { seed, budgetSeconds, signal })), unmeasured: [] }
    },
    comparisons: () => [],
    findings: () => [],
    ...more,
  }
}
