import type { SeriesDescription } from '../../../contract/experiment.ts'
import type { Outcome } from '../../../contract/outcome.ts'
import type { SeriesIdentity } from '../../../contract/series.ts'
import type { Timeline } from '../../../contract/timeline.ts'
import { attemptProbe } from '../../probes/attempt.ts'
import { ProbeFailure, type Probe } from '../../probes/probe.ts'
import { repeatTogether } from '../../procedure/repeat-together.ts'
import type { Experiment, ExperimentEvent, ExperimentRequest, ExperimentResult, Means } from '../experiment.ts'
import { readLinuxSlice } from '../workload/linux-slice.ts'
import { findings } from './findings.ts'
import { coreFor, parameters, readContest, type Contest } from './parameters.ts'
import { predictContest } from './prediction.ts'
import { recordedTurns, timelineOf } from './recorded-repetition.ts'
import { Repetitions, runContest } from './repetitions.ts'
import { contestants, PARTS, THREADS, threadSeries } from './series.ts'

export const fairShare: Experiment = {
  id: 'fair-share',
  title: 'Fair share',
  question: 'Who gets the core?',
  group: 'measure',
  method:
    'Threads that differ in their nice values alone are busy on one core from a common start until the period is over, again and again. What each got is read from its own clock of processor time. Before the first repetition the kernel’s weights and the simulated scheduler say what each will get. The timeline is of a repetition of its own, in which the kernel recorded every switch.',
  parameters,
  parts: PARTS,
  budgetSeconds: { full: 35, quick: 8 },
  series: describeSeries,
  refuse: (given) => void readContest(given),
  run,
  comparisons: () => [],
  findings,
}

function describeSeries({ probes }: Means): SeriesDescription[] {
  return [
    {
      id: THREADS,
      kind: 'thread',
      explanation: 'Threads of one process that are busy all the time on one core, each with its nice value.',
      unsupported: probes.path === null ? probes.reason : null,
      comparedWith: null,
    },
  ]
}

/** A period is 5 s at most, and the probe ends itself after 30. */
const PATIENCE_MS = 35_000
/** Shares are compared with weights, which are exact: they have to be known better than a time usually has to. */
const TARGET = 0.005

async function* run(request: ExperimentRequest, means: Means): AsyncGenerator<ExperimentEvent, ExperimentResult> {
  const contest = readContest(request.parameters)
  const core = coreFor(means)
  const { signal } = request
  const series = contestants(contest.nice).flatMap((thread) => PARTS.map(({ id }) => threadSeries(thread, id)))
  yield { type: 'plan', series }
  yield* predict(contest, request, means)
  const { path } = means.probes
  if (path === null) return unmeasured(series, { status: 'unsupported', reason: means.probes.reason }, request)
  yield { type: 'preparing', phase: 'preparing', note: 'recording one repetition' }
  const options = { core, nice: contest.nice.join(','), 'period-ms': contest.periodNs / 1e6 }
  const { probe, outcome } = await attemptProbe({
    path,
    experiment: 'fair-share',
    options,
    patienceMs: PATIENCE_MS,
    signal,
  })
  if (!probe) return unmeasured(series, outcome, request)
  try {
    for (const observation of probe.observations) yield { type: 'observation', observation }
    yield { type: 'observation', observation: { name: 'core', facts: { core } } }
    const recorded = yield* record(probe, contest, core, request)
    if (!recorded.ok) return unmeasured(series, recorded.outcome, request)
    const repetitions = new Repetitions(probe, contest, core, recorded.hasDelay)
    const result = yield* repeatTogether(repetitions, { ...request, target: TARGET })
    const { timeline } = recorded
    return {
      ...result,
      unmeasured: recorded.hasDelay
        ? []
        : series.filter(({ part }) => part === 'delay').map((identity) => ({ identity, outcome: NO_ACCOUNT })),
      ...(timeline ? { timelines: [timeline] } : {}),
    }
  } finally {
    await probe.close()
  }
}

const NO_ACCOUNT: Outcome = {
  status: 'unsupported',
  reason: 'this kernel keeps no account of run-queue delay (CONFIG_SCHED_INFO)',
}

type Recorded = { ok: true; timeline: Timeline | null; hasDelay: boolean } | { ok: false; outcome: Outcome }

/** The repetition of which the timeline is. No figure comes from it: to record costs something at each switch. */
async function* record(
  probe: Probe,
  contest: Contest,
  core: number,
  { signal }: ExperimentRequest,
): AsyncGenerator<ExperimentEvent, Recorded> {
  try {
    const samples = await runContest(probe, 'recorded', contest, core)
    const threads = contestants(contest.nice)
    const timeline = timelineOf(samples, threads, contest)
    const { cpu = [], recorded = [] } = samples.values
    const sum = (values: readonly number[]): number => values.reduce((total, one) => total + one, 0)
    const facts = { cpuNs: sum(cpu), recordedNs: sum(recorded), lostRecords: samples.counts['lostRecords'] ?? 0 }
    yield { type: 'observation', observation: { name: 'recorded-repetition', facts } }
    const whole = timeline?.source === 'kernel' ? timeline : null
    for (const observation of whole ? recordedTurns(whole, threads) : []) yield { type: 'observation', observation }
    return { ok: true, timeline, hasDelay: samples.values['delay'] !== undefined }
  } catch (error) {
    if (signal.aborted) return { ok: false, outcome: { status: 'cancelled' } }
    if (!(error instanceof ProbeFailure)) throw error
    return { ok: false, outcome: { status: 'failed', error: error.message, advice: error.advice } }
  }
}

async function* predict(
  contest: Contest,
  { seed, signal }: ExperimentRequest,
  means: Means,
): AsyncGenerator<ExperimentEvent, void> {
  yield { type: 'preparing', phase: 'preparing', note: 'simulating the contest' }
  const slice = readLinuxSlice()
  if (slice === null) {
    const reason = 'the model is of Linux 6.6 and newer, which schedule by virtual deadlines; this kernel is older'
    yield { type: 'observation', observation: { name: 'no-prediction', facts: { reason } } }
    return
  }
  const constants = (await means.modelConstants?.(signal)) ?? []
  const { predictions, basis } = predictContest(contest, slice, constants, seed)
  yield { type: 'observation', observation: basis }
  for (const prediction of predictions) yield { type: 'prediction', prediction }
}

function unmeasured(
  series: readonly SeriesIdentity[],
  outcome: Outcome,
  { budgetSeconds, signal }: ExperimentRequest,
): ExperimentResult {
  const stopped = signal.aborted ? 'cancelled' : 'failed'
  return {
    recordings: [],
    procedure: { rounds: 0, warmUpSeconds: 0, measuredSeconds: 0, budgetSeconds, target: TARGET, stopped },
    unmeasured: series.map((identity) => ({ identity, outcome })),
  }
}
