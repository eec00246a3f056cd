import type { ProbeSamples } from '../../../contract/probe.ts'
import type { Observation } from '../../../contract/run.ts'
import { CHOICE, combinationsWith, LADDER } from '../../../model/clone-combinations.ts'
import { cloneMask, flagWords, type FlagSet } from '../../../model/clone-flags.ts'
import { refusalOf, type Denials } from '../../../model/clone-refusal.ts'
import { ProbeFailure } from '../../probes/probe.ts'
import type { Experiment, ExperimentEvent, ExperimentRequest, ExperimentResult, Means } from '../experiment.ts'
import { measureWithProbes, type OpenedProbe, type ProbeRequest } from '../probe-measurement.ts'
import { compareSharing } from './evidence.ts'
import { comparisons, findings } from './findings.ts'
import { chosenFlags, parametersWith, refuseIllegal } from './parameters.ts'
import { namespaceDenials } from './permissions.ts'
import { predictFromLadder, whyNotPredicted } from './prediction.ts'
import { describeSeries } from './series.ts'

export const cloneFlags: Experiment = {
  id: 'clone-flags',
  title: 'Clone flags',
  question: 'What is a thread, to the kernel?',
  group: 'measure',
  method:
    'Each combination of flags makes one task by the bare system call clone, and waits until the kernel no longer knows it. Beforehand, in a process of its own for each combination, a task changes what it can reach, and its creator, /proc and kcmp tell what of it is shared. Small blocks of all combinations alternate in random order.',
  parameters: (means) => parametersWith(namespaceDenials(means)),
  parts: [
    {
      id: 'joined',
      unit: 'ns',
      title: 'Whole',
      explanation:
        'From the call until the task is gone: reaped, or, where nobody can wait for it, until the kernel finds no task of its id.',
    },
    { id: 'called', unit: 'ns', title: 'Call returned', explanation: 'From the call until it returns in the creator.' },
    {
      id: 'first-instruction',
      unit: 'ns',
      title: 'First instruction',
      explanation: 'From the call until the new task reads the clock as its first act.',
    },
  ],
  budgetSeconds: { full: 30, quick: 10 },
  series: (means) => describeSeries(means.probes.path === null ? means.probes.reason : null),
  refuse: (parameters, series, means) => refuseIllegal(parameters, series, namespaceDenials(means)),
  run,
  comparisons,
  findings,
}

const REFUSED = 'was refused by the kernel with'
const UNEXPECTED = 'The model did not expect that.'

async function* run(request: ExperimentRequest, means: Means): AsyncGenerator<ExperimentEvent, ExperimentResult> {
  const { parameters, series } = request
  const chosen = chosenFlags(parameters)
  const denied = namespaceDenials(means)
  const requests = [probeRequest(request, chosen, denied)]
  const before = (opened: readonly OpenedProbe[]): AsyncGenerator<ExperimentEvent, void> =>
    predict(
      opened,
      combinationsWith(chosen).filter(({ id }) => series.includes(id)),
      request,
      denied,
    )
  const result = yield* measureWithProbes({ requests, before }, request, means)
  for (const recording of result.recordings) {
    if (recording.subject.id !== CHOICE || !recording.failure) continue
    const refusal = refusalOf(chosen, denied)
    if (recording.failure.error.includes(REFUSED))
      recording.fail(recording.failure.error, refusal ? `${refusal.rule}.` : UNEXPECTED)
  }
  return result
}

function probeRequest({ parameters, series }: ExperimentRequest, chosen: FlagSet, denied: Denials): ProbeRequest {
  const placement = parameters['placement'] === 'free' ? 'free' : 'one-core'
  return {
    experiment: 'clone-flags',
    options: { flags: cloneMask(chosen), placement },
    series,
    condition: { placement },
    parts: ['joined', 'called', 'first-instruction'],
    note: 'showing what each combination shares',
    observed: (observation) => compared(observation, series, chosen, denied),
    contradiction: (samples) => contradiction(samples, placement),
  }
}

/** The evidence of the combinations that are measured, each beside what the model predicts for it. */
function compared(
  observation: Observation,
  series: readonly string[],
  chosen: FlagSet,
  denied: Denials,
): Observation | null {
  if (observation.name !== 'sharing') return observation
  const combination = combinationsWith(chosen).find(({ id }) => id === observation.facts['series'])
  if (!combination || !series.includes(combination.id)) return null
  return compareSharing(observation, combination.flags, denied)
}

/** Why the evidence contradicts a block's figures, or the kernel refused it; null where all is well. */
export function contradiction({ counts, values, stopped }: ProbeSamples, placement: string): string | null {
  const { created, reaped, otherCore = 0 } = counts
  const measured = values['joined']?.length ?? 0
  if (stopped?.call === 'clone' && measured === 0 && (stopped.errno === 'EINVAL' || stopped.errno === 'EPERM'))
    return `${REFUSED} ${stopped.errno}`
  if (created !== measured || created !== reaped)
    return `created ${created} and reaped ${reaped} for ${measured} samples`
  return placement === 'one-core' && otherCore > 0
    ? `had ${otherCore} of its tasks on another core though all were pinned to one`
    : null
}

async function* predict(
  opened: readonly OpenedProbe[],
  combinations: ReturnType<typeof combinationsWith>,
  { seed, signal }: ExperimentRequest,
  denied: Denials,
): AsyncGenerator<ExperimentEvent, void> {
  const subjects = opened.flatMap((one) => one.subjects)
  const targets = combinations.flatMap(({ id, flags }) => {
    const subject = subjects.find((one) => one.id === id)
    return subject && refusalOf(flags, denied) === null && whyNotPredicted(flags) === null ? [{ subject, flags }] : []
  })
  const rungs = subjects.filter(({ id }) => LADDER.some((rung) => rung.id === id))
  if (rungs.length < LADDER.length) {
    yield without('a prediction needs every rung of the ladder, from fork-flags to add-thread')
    return
  }
  const choice = combinations.find(({ id }) => id === CHOICE)
  if (choice && targets.every(({ subject }) => subject.id !== CHOICE))
    yield without(refusalOf(choice.flags, denied)?.reason ?? whyNotPredicted(choice.flags) ?? flagWords(choice.flags))
  if (targets.length === 0) return
  yield { type: 'preparing', phase: 'calibrating', note: 'measuring the ladder to predict other combinations' }
  try {
    for (const prediction of await predictFromLadder(rungs, targets, seed, signal))
      yield { type: 'prediction', prediction }
  } catch (error) {
    if (!(error instanceof ProbeFailure)) throw error
    yield without(`the calibration failed: ${error.message}`)
  }
}

function without(reason: string): ExperimentEvent {
  return { type: 'observation', observation: { name: 'no-prediction', facts: { reason } } }
}
