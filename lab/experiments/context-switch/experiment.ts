import type { ProbeSamples } from '../../../contract/probe.ts'
import type { Outcome } from '../../../contract/outcome.ts'
import type { ParameterValue } from '../../../contract/run.ts'
import type { Experiment, ExperimentEvent, ExperimentRequest, ExperimentResult, Means } from '../experiment.ts'
import { UsageError } from '../parameters.ts'
import { measureWithProbes, type OpenedProbe, type ProbeRequest } from '../probe-measurement.ts'
import { comparisons } from './comparisons.ts'
import { aloneSeries, asCondition, batchFor, NO_HANDOVER, ringSettings, type RingSetting } from './conditions.ts'
import { missingCounters } from './counters.ts'
import { contradiction, type Expected } from './evidence.ts'
import { findings } from './findings.ts'
import { parameters } from './parameters.ts'
import { predictLargeWorkingSets } from './prediction.ts'
import { describeSeries, hasWorkingSets, isAlone } from './series.ts'

const KIB = 1024
const EXPECTED: Readonly<Record<RingSetting['placement'], Expected>> = {
  'one-core': 'switch',
  'other-core': 'wake-up',
  free: 'free',
}

export const contextSwitch: Experiment = {
  id: 'context-switch',
  title: 'Context switch',
  question: 'What does a switch cost, within and across address spaces?',
  group: 'measure',
  method:
    'Two tasks, or a ring of up to twelve, hand a token to each other; a sample is a batch of handovers. On one core each handover is a context switch, which the kernel’s counts confirm. Small blocks of all series alternate in random order.',
  parameters,
  parts: [
    {
      id: 'handover',
      unit: 'ns',
      title: 'Handover',
      explanation:
        'From one task’s turn to the next one’s: the call that wakes, the call that waits, and what happens between them. Using the working set undisturbed is subtracted.',
    },
  ],
  budgetSeconds: { full: 30, quick: 9 },
  series: describeSeries,
  refuse,
  run,
  comparisons,
  findings,
}

/** A series that the parameters leave without a single condition. */
function refuse(given: Readonly<Record<string, ParameterValue>>, series: readonly string[]): void {
  const measured = new Set(ringSettings(given, series).flatMap((setting) => setting.series))
  const left = series.find((id) => !isAlone(id) && !measured.has(id))
  if (left === undefined) return
  throw new UsageError(
    `${left} is measured without a working set only; add 0 to working-set-kib or leave the series out.`,
  )
}

async function* run(request: ExperimentRequest, means: Means): AsyncGenerator<ExperimentEvent, ExperimentResult> {
  const { seed, signal, series } = request
  async function* before(opened: readonly OpenedProbe[]): AsyncGenerator<ExperimentEvent, void> {
    const warning = missingCounters(opened.flatMap(({ probe }) => probe.observations))
    if (warning) yield { type: 'warning', warning }
    if (!series.some(hasWorkingSets)) return
    yield {
      type: 'preparing',
      phase: 'calibrating',
      note: 'measuring small working sets to predict the larger ones',
    }
    const { predictions, reason } = await predictLargeWorkingSets(opened, seed, signal)
    for (const prediction of predictions) yield { type: 'prediction', prediction }
    if (reason !== null) yield { type: 'observation', observation: { name: 'no-prediction', facts: { reason } } }
  }
  return yield* measureWithProbes({ requests: probeRequests(request, means), before }, request, means)
}

/** One probe for each setting, and one for the calls alone. The first one also says what the processor is. */
function probeRequests({ parameters: given, series }: ExperimentRequest, means: Means): ProbeRequest[] {
  const core = typeof given['core'] === 'number' ? { core: given['core'] } : {}
  const settings = ringSettings(given, series)
  const alone = aloneSeries(series)
  const requests = settings.map((setting) => ringProbe(setting, core, means))
  if (alone) requests.push(aloneProbe(alone, core))
  return requests.map((request, i) => {
    const counts = request.series.some(hasWorkingSets) && request.options['placement'] === 'one-core'
    const observe = counts ? (i === 0 ? 'processor' : 'counters') : i === 0 ? 'tags' : 'nothing'
    return { ...request, options: { ...request.options, observe } }
  })
}

function ringProbe(setting: RingSetting, core: Readonly<Record<string, number>>, means: Means): ProbeRequest {
  const { placement, workingSetKiB, ring, series } = setting
  const batch = batchFor(workingSetKiB)
  const absent = placement === 'other-core' ? missingCore(means) : null
  return {
    experiment: 'context-switch',
    options: { placement, 'working-set-kib': workingSetKiB, ring, batch, ...core },
    series,
    condition: asCondition(setting),
    parts: ['handover'],
    batch,
    note: noteOn(setting),
    neededBytes: ring * workingSetKiB * KIB,
    contradiction: (samples: ProbeSamples) => contradiction(samples, EXPECTED[placement]),
    ...(absent ? { absent } : {}),
  }
}

function aloneProbe(series: readonly string[], core: Readonly<Record<string, number>>): ProbeRequest {
  return {
    experiment: 'context-switch',
    options: { placement: 'one-core', batch: batchFor(0), ...core },
    series,
    condition: NO_HANDOVER,
    parts: ['handover'],
    batch: batchFor(0),
    note: 'preparing the calls alone',
    contradiction: (samples: ProbeSamples) => contradiction(samples, 'none'),
  }
}

function missingCore({ allowedCores }: Means): Outcome | null {
  return allowedCores()?.length === 1
    ? { status: 'skipped', reason: 'there is no second core that this program may run on' }
    : null
}

function noteOn({ placement, workingSetKiB, ring }: RingSetting): string {
  const where = { 'one-core': 'on one core', 'other-core': 'on two cores', free: 'placed freely' }[placement]
  const what = workingSetKiB > 0 ? ` that touch ${workingSetKiB} KiB a turn` : ''
  return `preparing ${ring} tasks ${where}${what}`
}
