import type { Condition } from '../../../contract/series.ts'
import { formatCount } from '../../../contract/figures.ts'
import { seriesKey } from '../../../contract/series-key.ts'
import { capacityFor } from '../../machine/task-capacity.ts'
import type { Recording } from '../../procedure/recording.ts'
import type { Experiment, ExperimentEvent, ExperimentRequest, ExperimentResult, Means } from '../experiment.ts'
import { measureWithProbes, type OpenedProbe } from '../probe-measurement.ts'
import { whyNoAccounts } from './accounts.ts'
import { nodeUnitsOf, PARAMETERS, probeRequests } from './conditions.ts'
import { comparisons, findings } from './findings.ts'
import { NodeSubject } from './node-subject.ts'
import { predictUnits } from './prediction.ts'
import { refuseTooMany } from './refusal.ts'
import { describeSeries, MEMORY_PARTS, NODE_SERIES, PARTS } from './series.ts'

export const memory: Experiment = {
  id: 'memory',
  title: 'Memory',
  question: 'What does one more cost in memory?',
  group: 'measure',
  method:
    'Many idle processes or threads are created, what the kernel says that they have is read when all of them are up, and all are ended; a figure is for one of them. Small blocks of all series alternate in random order.',
  parameters: () => PARAMETERS,
  parts: PARTS,
  budgetSeconds: { full: 36, quick: 10 },
  series: describeSeries,
  refuse: refuseTooMany,
  run,
  comparisons,
  findings,
}

async function* run(request: ExperimentRequest, means: Means): AsyncGenerator<ExperimentEvent, ExperimentResult> {
  const { parameters, series, seed, signal } = request
  const requests = probeRequests(parameters, series)
  const ofNode = NODE_SERIES.filter((id) => series.includes(id))
  const noAccounts = whyNoAccounts()
  const subjects = ofNode.map((id) => new NodeSubject(id, nodeUnitsOf(parameters)))
  async function* before(opened: readonly OpenedProbe[]): AsyncGenerator<ExperimentEvent, void> {
    if (!opened.some(({ request: { condition } }) => condition['units'] !== undefined)) return
    yield { type: 'preparing', phase: 'calibrating', note: 'measuring smaller numbers to predict the run’s' }
    const { predictions, reason } = await predictUnits(opened, seed, signal)
    for (const prediction of predictions) yield { type: 'prediction', prediction }
    if (reason !== null) yield { type: 'observation', observation: { name: 'no-prediction', facts: { reason } } }
  }
  const others = noAccounts === null ? subjects : []
  const result = yield* measureWithProbes({ requests, others, before }, request, means)
  yield* afterwards(result.recordings, means)
  const left = noAccounts === null ? [] : subjects.flatMap(({ id, condition }) => leftOut(id, condition, noAccounts))
  return { ...result, unmeasured: [...result.unmeasured, ...left] }
}

function leftOut(id: string, condition: Condition, reason: string): ExperimentResult['unmeasured'] {
  return MEMORY_PARTS.map((part) => ({ identity: { id, part, condition }, outcome: { status: 'unsupported', reason } }))
}

/** What the whole machine's counters say beside the figures, and which limit stopped a series. */
function* afterwards(recordings: readonly Recording[], means: Means): Generator<ExperimentEvent, void> {
  for (const recording of recordings) {
    const { subject, samples, stop } = recording
    if ('kernelStackGrowthKiB' in recording.counts && samples > 0) yield machineWide(recording)
    if (!stop) continue
    const capacity = capacityFor({ tasks: 1, mappings: subject.id === 'thread' ? 2 : 0 }, means.taskRoom())
    const tightest = capacity === null ? '' : ` The tightest limit that can be read here is ${capacity.limit}.`
    yield {
      type: 'warning',
      warning: {
        kind: 'limit-reached',
        about: seriesKey({ id: subject.id, part: subject.whole, condition: subject.condition }),
        message: `${subject.id} ended early: ${stop.call} failed with ${stop.errno} (${stop.message}).${tightest}`,
        advice: `Choose fewer than ${formatCount(subject.batch)} at once, end other programs, or raise the limit.`,
      },
    }
  }
}

/** Growth of the whole machine's counters for one unit: other programs are in it, so it is evidence and no figure. */
function machineWide({ subject: { id, condition, batch }, counts, samples }: Recording): ExperimentEvent {
  const units = samples * batch
  const perUnit = (name: string): number => (counts[name] ?? 0) / units
  const perSample = (name: string): number => Math.round((counts[name] ?? 0) / samples)
  return {
    type: 'observation',
    observation: {
      name: 'machine-wide',
      about: { id, condition },
      facts: {
        units: batch,
        creatingThemAllNs: perSample('creatingNs'),
        readingThemAllNs: perSample('readingNs'),
        endingThemAllNs: perSample('endingNs'),
        kernelStacksOfOneKiB: perUnit('kernelStackGrowthKiB'),
        pageTablesOfOneKiB: perUnit('pageTableGrowthKiB'),
        slabOfOneKiB: perUnit('slabGrowthKiB'),
        memAvailableOfOneKiB: perUnit('availableTakenKiB'),
      },
    },
  }
}
