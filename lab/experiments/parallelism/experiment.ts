import type { ModelConstant } from '../../../contract/cost-model.ts'
import type { Observation } from '../../../contract/run.ts'
import { systemRoot } from '../../machine/small-file.ts'
import { attemptProbe } from '../../probes/attempt.ts'
import { ProbeFailure } from '../../probes/probe.ts'
import type { Experiment, ExperimentEvent, ExperimentRequest, ExperimentResult, Means } from '../experiment.ts'
import { measureWithProbes, type OpenedProbe, type ProbeRequest } from '../probe-measurement.ts'
import { readLinuxSlice, steadySlice } from '../workload/linux-slice.ts'
import { measuredCosts } from '../workload/simulation-basis.ts'
import { comparisons } from './comparisons.ts'
import { contradiction } from './evidence.ts'
import { findings } from './findings.ts'
import { fitSeries } from './fits.ts'
import { mainCrew } from './main-crew.ts'
import { coresOf, parameters, refuseWithoutOneWorker, settingsIn } from './parameters.ts'
import { countPhysicalCores } from './physical-cores.ts'
import { predictCrews } from './prediction.ts'
import { Recordings } from './recording.ts'
import { crewOf, describeSeries, PARTS, placementOf, SERIES, workersIn } from './series.ts'

export const parallelism: Experiment = {
  id: 'parallelism',
  title: 'Parallelism',
  question: 'Concurrent or parallel?',
  group: 'measure',
  method:
    'A fixed number of steps of a calculation is shared out among k workers, who are asleep until they are released together; a sample lasts until the last one is done. One worker’s time over that of k is the speed-up. Who had which core is recorded by the kernel, in repetitions of their own.',
  parameters,
  parts: PARTS,
  budgetSeconds: { full: 30, quick: 9 },
  series: describeSeries,
  refuse: refuseWithoutOneWorker,
  run,
  comparisons,
  findings,
}

/** Steps that take about a millisecond on most machines; used where the probe cannot be asked. */
const USUAL_STEPS_A_MS = 750_000
/** What the probe takes. */
const MOST_STEPS = 2_000_000_000

async function* run(request: ExperimentRequest, means: Means): AsyncGenerator<ExperimentEvent, ExperimentResult> {
  const { seed, signal } = request
  const { workMs, serialPercent, workers } = settingsIn(request.parameters)
  const rate = await measureRate(means, signal)
  const steps = Math.min(MOST_STEPS, Math.round(rate * workMs))
  const recordings = new Recordings(coresOf(means))
  const allowed = (means.allowedCores() ?? []).slice(-coresOf(means))
  const physical = countPhysicalCores(allowed, systemRoot)

  async function* before(opened: readonly OpenedProbe[]): AsyncGenerator<ExperimentEvent, void> {
    yield { type: 'observation', observation: workOf(steps, serialPercent, coresOf(means), physical) }
    yield { type: 'preparing', phase: 'preparing', note: 'recording who has which core' }
    for (const { request: one, probe } of opened) {
      for (const id of one.series.filter(() => workersIn(one) > 1)) {
        yield { type: 'observation', observation: await recordings.take({ id, workers: workersIn(one), probe }) }
      }
    }
    yield { type: 'preparing', phase: 'calibrating', note: 'measuring one worker alone to predict several' }
    const subjects = opened.flatMap((one) => one.subjects)
    const cores = physical ?? coresOf(means)
    const predictions = await predictCrews({ subjects, serial: serialPercent / 100, cores, workMs, seed, signal })
    for (const prediction of predictions) yield { type: 'prediction', prediction }
    const basis = simulationBasis(serialPercent, (await means.modelConstants?.(signal)) ?? [])
    if (basis) yield { type: 'observation', observation: basis }
  }

  const requests = workers.map((size) => crewProbe(size, steps, request, means, recordings))
  const result = yield* measureWithProbes({ requests, before: survivingFailure(before) }, request, means)
  for (const observation of fitSeries(result.recordings, physical ?? coresOf(means), seed)) {
    yield { type: 'observation', observation }
  }
  const main = mainCrew(workers, coresOf(means))
  const ids = SERIES.map(({ id }) => id)
  return { ...result, timelines: main === null ? [] : recordings.timelines(ids, main) }
}

/** What fails before the first sample costs the recordings and predictions; the series then say for themselves what is wrong. */
function survivingFailure(before: (opened: readonly OpenedProbe[]) => AsyncGenerator<ExperimentEvent, void>) {
  return async function* (opened: readonly OpenedProbe[]): AsyncGenerator<ExperimentEvent, void> {
    try {
      yield* before(opened)
    } catch (error) {
      if (!(error instanceof ProbeFailure)) throw error
      yield { type: 'observation', observation: { name: 'no-prediction', facts: { reason: error.message } } }
    }
  }
}

function workOf(steps: number, serialPercent: number, cores: number, physical: number | null): Observation {
  return {
    name: 'work',
    facts: { steps, serialPercent, cores, ...(physical === null ? {} : { physicalCores: physical }) },
  }
}

/**
 * What the simulated timeline is drawn with. There is none of work with a serial share, which the simulated crew does not have,
 * and none of a kernel with another scheduler.
 */
function simulationBasis(serialPercent: number, constants: readonly ModelConstant[]): Observation | null {
  const slice = serialPercent === 0 ? readLinuxSlice() : null
  if (slice === null) return null
  const { switchWithinProcess } = measuredCosts(constants)
  return {
    name: 'simulation-basis',
    facts: {
      policy: 'eevdf',
      baseSliceNs: slice.baseNs,
      sliceNs: steadySlice(slice),
      sliceFrom: slice.source,
      switchNs: switchWithinProcess,
    },
  }
}

/** Steps a millisecond of one worker on this machine, undisturbed. */
async function measureRate({ probes }: Means, signal: AbortSignal): Promise<number> {
  if (probes.path === null) return USUAL_STEPS_A_MS
  const { path } = probes
  const { probe } = await attemptProbe({ path, experiment: 'parallelism', options: { observe: 'rate' }, signal })
  if (!probe) return USUAL_STEPS_A_MS
  const rate = probe.observations.find(({ name }) => name === 'rate')?.facts ?? {}
  await probe.close()
  const perMs = (Number(rate['steps']) / Number(rate['tookNs'])) * 1e6
  return Number.isFinite(perMs) ? perMs : USUAL_STEPS_A_MS
}

function crewProbe(
  workers: number,
  steps: number,
  { parameters: given, series }: ExperimentRequest,
  means: Means,
  recordings: Recordings,
): ProbeRequest {
  const cores = coresOf(means)
  return {
    experiment: 'parallelism',
    options: { workers, steps, 'serial-percent': settingsIn(given).serialPercent },
    series: SERIES.map(({ id }) => id).filter((id) => series.includes(id)),
    condition: crewOf(workers),
    parts: ['elapsed', 'processor'],
    blockSize: 1,
    note: `preparing ${workers} ${workers === 1 ? 'worker' : 'workers'}`,
    // Once is enough: every probe finds the same.
    observed: (observation) => (workers === 1 ? { name: observation.name, facts: observation.facts } : null),
    contradiction: (samples) => {
      const id = samples.series
      return contradiction(samples, { placement: placementOf(id), workers, cores }, recordings.of(id, workers))
    },
  }
}
