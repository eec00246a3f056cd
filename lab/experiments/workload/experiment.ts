import type { SeriesDescription } from '../../../contract/experiment.ts'
import type { Outcome } from '../../../contract/outcome.ts'
import type { SeriesIdentity } from '../../../contract/series.ts'
import { attemptProbe } from '../../probes/attempt.ts'
import { repeatTogether } from '../../procedure/repeat-together.ts'
import type { Experiment, ExperimentEvent, ExperimentRequest, ExperimentResult, Means } from '../experiment.ts'
import { findings } from './findings.ts'
import { readLinuxSlice } from './linux-slice.ts'
import { coresFor, parameters, readRealWorkload, type RealWorkload } from './parameters.ts'
import { predictWorkload } from './prediction.ts'
import { probePlan } from './probe-plan.ts'
import { Repetitions } from './repetitions.ts'
import { PARTS, taskSeries, THREADS } from './series.ts'

export const workload: Experiment = {
  id: 'workload',
  title: 'A workload, for real',
  question: 'Does this machine run a workload as the model says?',
  group: 'model',
  method:
    'One real thread for each of the workload’s, pinned to the chosen cores, uses the processor time and sleeps as the workload says, from a common start, again and again. Before the first repetition the simulated scheduler predicts every thread’s turnaround, response and waiting. Who had which core is read from the kernel’s own records of every switch.',
  parameters,
  parts: PARTS,
  budgetSeconds: { full: 30, quick: 8 },
  series: describeSeries,
  refuse: (given) => void readRealWorkload(given),
  run,
  comparisons: () => [],
  findings,
}

function describeSeries({ probes }: Means): SeriesDescription[] {
  return [
    {
      id: THREADS,
      kind: 'thread',
      explanation:
        'The threads of the workload, each a real thread of one process; the processes of the workload are not made.',
      unsupported: probes.path === null ? probes.reason : null,
      comparedWith: null,
    },
  ]
}

/** A repetition takes 30 s at most by its own demands, and the probe ends itself after 75. */
const PATIENCE_MS = 80_000

async function* run(request: ExperimentRequest, means: Means): AsyncGenerator<ExperimentEvent, ExperimentResult> {
  const real = readRealWorkload(request.parameters)
  const cores = coresFor(request, means)
  const series = real.tasks.flatMap(({ name }) => PARTS.map(({ id }) => taskSeries(name, id)))
  yield { type: 'plan', series }
  yield* predict(real, cores.length, request, means)
  const { path } = means.probes
  if (path === null) return unmeasured(series, { status: 'unsupported', reason: means.probes.reason }, request)
  yield { type: 'preparing', phase: 'preparing', note: 'making the threads' }
  const { signal } = request
  const options = { cores: cores.join(','), plan: probePlan(real.tasks) }
  const { probe, outcome } = await attemptProbe({
    path,
    experiment: 'workload',
    options,
    patienceMs: PATIENCE_MS,
    signal,
  })
  if (!probe) return unmeasured(series, outcome, request)
  try {
    for (const observation of probe.observations) yield { type: 'observation', observation }
    yield { type: 'observation', observation: { name: 'cores', facts: { cores: cores.join(', ') } } }
    const repetitions = new Repetitions(probe, real.tasks, cores)
    const result = yield* repeatTogether(repetitions, request)
    return { ...result, unmeasured: [], timelines: repetitions.timelines }
  } finally {
    await probe.close()
  }
}

async function* predict(
  { workload }: RealWorkload,
  cores: number,
  { seed, signal }: ExperimentRequest,
  means: Means,
): AsyncGenerator<ExperimentEvent, void> {
  yield { type: 'preparing', phase: 'preparing', note: 'simulating the workload' }
  const slice = readLinuxSlice()
  if (slice === null) {
    const reason = 'the model is of Linux 6.6 and newer, which schedule by virtual deadlines; this kernel is older'
    yield { type: 'observation', observation: { name: 'no-prediction', facts: { reason } } }
    return
  }
  const constants = (await means.modelConstants?.(signal)) ?? []
  const { predictions, basis } = predictWorkload(workload, cores, slice, constants, seed)
  yield { type: 'observation', observation: basis }
  for (const prediction of predictions) yield { type: 'prediction', prediction }
}

function unmeasured(
  series: readonly SeriesIdentity[],
  outcome: Outcome,
  { budgetSeconds }: ExperimentRequest,
): ExperimentResult {
  return {
    recordings: [],
    procedure: { rounds: 0, warmUpSeconds: 0, measuredSeconds: 0, budgetSeconds, target: 0.02, stopped: 'failed' },
    unmeasured: series.map((identity) => ({ identity, outcome })),
  }
}
