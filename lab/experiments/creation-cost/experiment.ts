import type { SeriesDescription, TaskKind } from '../../../contract/experiment.ts'
import type { ProbeSamples } from '../../../contract/probe.ts'
import type { Experiment, ExperimentEvent, ExperimentRequest, ExperimentResult, Means } from '../experiment.ts'
import type { ParameterDefinitions } from '../parameters.ts'
import { measureWithProbes, type OpenedProbe, type ProbeRequest } from '../probe-measurement.ts'
import { asCondition, creatorConditions, type CreatorCondition } from './conditions.ts'
import { comparisons, findings } from './findings.ts'
import { HostSubject } from './host-subject.ts'
import { predictLargestFork } from './prediction.ts'

const MIB = 1 << 20
const THREAD = 'pthread'

/**
 * A creator makes processes or threads, never both: libc's fork takes other locks once a process has had a second
 * thread, so one that did both would measure neither.
 */
type Creates = 'processes' | 'threads'

interface NativeSeries {
  id: string
  kind: TaskKind
  creates: Creates
  explanation: string
}

const NATIVE_SERIES: readonly NativeSeries[] = [
  {
    id: 'fork',
    kind: 'process',
    creates: 'processes',
    explanation: 'A copy of the calling process: the kernel copies its page tables and marks its memory copy-on-write.',
  },
  {
    id: 'vfork',
    kind: 'process',
    creates: 'processes',
    explanation: 'A child process that borrows the parent’s memory; the parent stands still until the child has ended.',
  },
  {
    id: 'posix-spawn',
    kind: 'process',
    creates: 'processes',
    explanation: 'A new process that runs another program (a tiny static one here), without copying page tables.',
  },
  {
    id: 'fork-exec',
    kind: 'process',
    creates: 'processes',
    explanation: 'fork, and then exec of the same tiny program in the child: how shells have always started programs.',
  },
  {
    id: 'clone-process',
    kind: 'process',
    creates: 'processes',
    explanation: 'The bare system call behind fork, with no flag but the signal that reports the child’s end.',
  },
  {
    id: 'clone-thread',
    kind: 'thread',
    creates: 'threads',
    explanation:
      'The bare system call behind a thread, which shares all that a thread shares; its stack was mapped beforehand and libc knows nothing of it.',
  },
  {
    id: 'pthread',
    kind: 'thread',
    creates: 'threads',
    explanation: 'A thread as a C program starts it: pthread_create with default attributes, then pthread_join.',
  },
]

const PARAMETERS: ParameterDefinitions = {
  'parent-mib': {
    title: 'Parent’s touched memory',
    help: 'How much memory the creating process has written to. fork copies the page tables for it.',
    choose: 'many',
    options: [0, 64, 256, 1024].map((value) => ({ value, label: `${value} MiB` })),
    default: [0, 64, 256, 1024],
    quick: [0, 64, 256],
  },
  pages: {
    title: 'Page size',
    help: 'The pages that back that memory: 4 KiB, or transparent huge pages of 2 MiB. The lab verifies what the kernel gave.',
    choose: 'many',
    options: [
      { value: '4k', label: '4 KiB' },
      { value: 'huge', label: 'huge' },
    ],
    default: ['4k', 'huge'],
    quick: ['4k'],
  },
  placement: {
    title: 'Placement',
    help: 'On one core, creator and task take turns. Free, the kernel may start the task on another core. Tasks that Node starts are always free.',
    choose: 'one',
    options: [
      { value: 'one-core', label: 'one core' },
      { value: 'free', label: 'free' },
    ],
    default: 'one-core',
    quick: 'one-core',
  },
}

export const creationCost: Experiment = {
  id: 'creation-cost',
  title: 'Creation cost',
  question: 'What does it cost to start a process, and a thread?',
  group: 'measure',
  method:
    'Every series creates one task, waits until it is gone, and times the call’s return, the task’s first instruction and its end. Small blocks of all series alternate in random order.',
  parameters: () => PARAMETERS,
  parts: [
    {
      id: 'joined',
      unit: 'ns',
      title: 'Whole',
      explanation: 'From the call until the creator knows that the task is gone: reaped or joined.',
    },
    { id: 'called', unit: 'ns', title: 'Call returned', explanation: 'From the call until it returns in the creator.' },
    {
      id: 'first-instruction',
      unit: 'ns',
      title: 'First instruction',
      explanation: 'From the call until the new task reads the clock as its first act.',
    },
    {
      id: 'first-message',
      unit: 'ns',
      title: 'First message',
      explanation: 'From the call until the task’s first message arrives. Only tasks of Node send one.',
    },
  ],
  budgetSeconds: { full: 30, quick: 10 },
  series: describeSeries,
  run,
  comparisons,
  findings,
}

function describeSeries(means: Means): SeriesDescription[] {
  const unsupported = means.probes.path === null ? means.probes.reason : null
  return [
    ...NATIVE_SERIES.map(({ id, kind, explanation }) => ({
      id,
      kind,
      explanation,
      unsupported,
      comparedWith: id === THREAD ? null : THREAD,
    })),
    ...means.hostTasks.map(({ id, kind, explanation }) => ({
      id,
      kind,
      explanation,
      unsupported: null,
      comparedWith: THREAD,
    })),
  ]
}

async function* run(request: ExperimentRequest, means: Means): AsyncGenerator<ExperimentEvent, ExperimentResult> {
  const { parameters, series, seed, signal } = request
  const requests = creatorConditions(parameters).flatMap((creator) =>
    (['processes', 'threads'] as const).flatMap((creates): ProbeRequest[] => {
      const own = NATIVE_SERIES.filter((one) => one.creates === creates && series.includes(one.id))
      return own.length === 0
        ? []
        : [
            creatorProbe(
              creator,
              creates,
              own.map(({ id }) => id),
            ),
          ]
    }),
  )
  const others = means.hostTasks.filter(({ id }) => series.includes(id)).map((task) => new HostSubject(task))
  async function* before(opened: readonly OpenedProbe[]): AsyncGenerator<ExperimentEvent, void> {
    if (!series.includes('fork')) return
    yield {
      type: 'preparing',
      phase: 'calibrating',
      note: 'measuring fork at smaller parents to predict the largest',
    }
    const predicted = await predictLargestFork(opened, seed, signal)
    if (predicted.prediction) yield { type: 'prediction', prediction: predicted.prediction }
    else yield { type: 'observation', observation: { name: 'no-prediction', facts: { reason: predicted.reason } } }
  }
  return yield* measureWithProbes({ requests, others, before }, request, means)
}

/** One creator: a probe that holds the memory of its condition and makes either processes or threads. */
function creatorProbe(creator: CreatorCondition, creates: Creates, series: readonly string[]): ProbeRequest {
  const { parentMiB, pages, placement } = creator
  return {
    experiment: 'creation-cost',
    options: { 'parent-mib': parentMiB, pages, placement, creates },
    series,
    condition: asCondition(creator),
    parts: ['joined', 'called', 'first-instruction'],
    note:
      parentMiB === 0
        ? 'starting a parent'
        : `touching ${parentMiB} MiB in ${pages === 'huge' ? 'huge' : '4 KiB'} pages`,
    neededBytes: parentMiB * MIB,
    facts: { creates },
    contradiction: (samples) => contradiction(samples, placement),
  }
}

/** Why the evidence contradicts a block's figures; null where it agrees. */
export function contradiction({ counts, values, stopped }: ProbeSamples, placement: string): string | null {
  const { created, reaped, otherCore = 0 } = counts
  if (created !== values['joined']?.length || created !== reaped) {
    const reason = stopped ? `; ${stopped.call} failed with ${stopped.errno} (${stopped.message})` : ''
    return `created ${created} and reaped ${reaped}${reason}`
  }
  return placement === 'one-core' && otherCore > 0
    ? `had ${otherCore} of its tasks on another core though all were pinned to one`
    : null
}
