import type { SeriesDescription, TaskKind } from '../../../contract/experiment.ts'
import type { Outcome } from '../../../contract/outcome.ts'
import type { SeriesIdentity } from '../../../contract/series.ts'
import { interleave } from '../../procedure/interleave.ts'
import type { Subject } from '../../procedure/subject.ts'
import type { Experiment, ExperimentEvent, ExperimentRequest, ExperimentResult, Means } from '../experiment.ts'
import { calibrate } from './calibration.ts'
import { asCondition, creatorConditions } from './conditions.ts'
import { Creators, observationsOf, type Creates } from './creators.ts'
import { comparisons, findings } from './findings.ts'
import { HOST_PARTS, HostSubject } from './host-subject.ts'
import { NATIVE_PARTS, NativeSubject } from './native-subject.ts'

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

export const creationCost: Experiment = {
  id: 'creation-cost',
  title: 'Creation cost',
  question: 'What does it cost to start a process, and a thread?',
  group: 'measure',
  method:
    'Every series creates one task, waits until it is gone, and times the call’s return, the task’s first instruction and its end. Small blocks of all series alternate in random order.',
  parameters: {
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
  },
  parts: [
    {
      id: 'joined',
      title: 'Whole',
      explanation: 'From the call until the creator knows that the task is gone: reaped or joined.',
    },
    { id: 'called', title: 'Call returned', explanation: 'From the call until it returns in the creator.' },
    {
      id: 'first-instruction',
      title: 'First instruction',
      explanation: 'From the call until the new task reads the clock as its first act.',
    },
    {
      id: 'first-message',
      title: 'First message',
      explanation: 'From the call until the task’s first message arrives. Only tasks of Node send one.',
    },
  ],
  baseline: 'pthread',
  budgetSeconds: { full: 30, quick: 10 },
  series: describeSeries,
  run,
  comparisons,
  findings,
}

function describeSeries(means: Means): SeriesDescription[] {
  const unsupported = means.probes.path === null ? means.probes.reason : null
  return [
    ...NATIVE_SERIES.map(({ id, kind, explanation }) => ({ id, kind, explanation, unsupported })),
    ...means.hostTasks.map(({ id, kind, explanation }) => ({ id, kind, explanation, unsupported: null })),
  ]
}

async function* run(request: ExperimentRequest, means: Means): AsyncGenerator<ExperimentEvent, ExperimentResult> {
  const { parameters, seed, budgetSeconds, signal } = request
  const native = NATIVE_SERIES.filter(({ id }) => request.series.includes(id))
  const conditions = creatorConditions(parameters)
  const unmeasured: ExperimentResult['unmeasured'] = []
  const subjects: Subject[] = []
  const hostSubjects = means.hostTasks
    .filter(({ id }) => request.series.includes(id))
    .map((task) => new HostSubject(task))
  yield {
    type: 'plan',
    series: [
      ...conditions.flatMap((condition) =>
        native.flatMap(({ id }) => identities(id, asCondition(condition), NATIVE_PARTS)),
      ),
      ...hostSubjects.flatMap(({ id, condition }) => identities(id, condition, HOST_PARTS)),
    ],
  }

  const leaveOut = (id: string, condition: SeriesIdentity['condition'], outcome: Outcome): void => {
    for (const identity of identities(id, condition, NATIVE_PARTS)) unmeasured.push({ identity, outcome })
  }
  if (means.probes.path === null) {
    const outcome: Outcome = { status: 'unsupported', reason: means.probes.reason }
    for (const condition of conditions) for (const { id } of native) leaveOut(id, asCondition(condition), outcome)
    return { ...(yield* interleave([...subjects, ...hostSubjects], { seed, budgetSeconds, signal })), unmeasured }
  }

  const creators = new Creators(means.probes.path, means.availableBytes(), signal)
  try {
    for (const condition of conditions) {
      for (const creates of ['processes', 'threads'] as const) {
        const series = native.filter((one) => one.creates === creates)
        if (series.length === 0) continue
        yield { type: 'preparing', phase: 'preparing', note: describePreparation(condition) }
        const creator = await creators.open({ condition, creates })
        for (const observation of observationsOf(creator)) yield { type: 'observation', observation }
        for (const { id } of series) {
          if (creator.probe) subjects.push(new NativeSubject(id, condition, creator.probe))
          else leaveOut(id, asCondition(condition), creator.outcome)
        }
      }
    }
    if (request.series.includes('fork')) {
      yield {
        type: 'preparing',
        phase: 'calibrating',
        note: 'measuring fork at smaller parents to predict the largest',
      }
      const calibrated = await calibrate(creators, seed, signal)
      if (calibrated.prediction) yield { type: 'prediction', prediction: calibrated.prediction }
      else yield { type: 'observation', observation: { name: 'no-prediction', facts: { reason: calibrated.reason } } }
    }
    return { ...(yield* interleave([...subjects, ...hostSubjects], { seed, budgetSeconds, signal })), unmeasured }
  } finally {
    await creators.close()
  }
}

function describePreparation({ parentMiB, pages }: { parentMiB: number; pages: string }): string {
  return parentMiB === 0
    ? 'starting a parent'
    : `touching ${parentMiB} MiB in ${pages === 'huge' ? 'huge' : '4 KiB'} pages`
}

function identities(id: string, condition: SeriesIdentity['condition'], parts: readonly string[]): SeriesIdentity[] {
  return parts.map((part) => ({ id, part, condition }))
}
