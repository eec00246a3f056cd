import type { SeriesDescription } from '../../../contract/experiment.ts'
import type { Experiment, ExperimentEvent, ExperimentRequest, ExperimentResult, Means } from '../experiment.ts'
import type { ParameterDefinitions } from '../parameters.ts'
import { measureWithProbes, type ProbeRequest } from '../probe-measurement.ts'
import { DEMONSTRATIONS, type Demonstration } from './demonstrations.ts'
import { contradiction } from './evidence.ts'
import { comparisons, findings } from './findings.ts'

const PARAMETERS: ParameterDefinitions = {
  actors: {
    title: 'Actors',
    help: 'How many threads one process has, or how many processes there are. One of them does the deed.',
    choose: 'number',
    least: 2,
    greatest: 16,
    default: 4,
    quick: 4,
  },
}

/** A repetition takes about a millisecond, of which the part that is timed first is a tenth. */
const REPETITIONS_A_BLOCK = 6

export const isolation: Experiment = {
  id: 'isolation',
  title: 'Isolation',
  question: 'Who else dies?',
  group: 'measure',
  method:
    'Threads of one sacrificial process, or as many processes, give signs of life; one of them faults, or writes where it must not. Who ended and whose data changed is read from the kernel and from the survivors, repetition after repetition, in small blocks in random order.',
  parameters: () => PARAMETERS,
  parts: [
    {
      id: 'told',
      unit: 'ns',
      title: 'News of the deed',
      explanation:
        'From just before the deed until its outcome is known: after a fault, until the parent’s wait returns; after an overwrite, until the neighbour, woken by it, has read its own data.',
    },
    {
      id: 'repetition',
      unit: 'ns',
      title: 'Whole repetition',
      explanation:
        'From starting the first sacrificial process until the last one is reaped. Waiting is part of it: for two signs of life of every actor before the deed, and of every survivor after it.',
    },
  ],
  budgetSeconds: { full: 30, quick: 8 },
  series: describeSeries,
  run,
  comparisons,
  findings,
}

function describeSeries(means: Means): SeriesDescription[] {
  const unsupported = means.probes.path === null ? means.probes.reason : null
  return DEMONSTRATIONS.map(({ id, kind, explanation, comparedWith }) => ({
    id,
    kind,
    explanation,
    unsupported,
    comparedWith,
  }))
}

async function* run(request: ExperimentRequest, means: Means): AsyncGenerator<ExperimentEvent, ExperimentResult> {
  const actors = Number(request.parameters['actors'])
  const requests = DEMONSTRATIONS.filter(({ id }) => request.series.includes(id)).map((one) => probeFor(one, actors))
  return yield* measureWithProbes({ requests }, request, means)
}

/** One probe for each demonstration: it gives it once to tell its story, then again and again. */
function probeFor(demonstration: Demonstration, actors: number): ProbeRequest {
  const { id } = demonstration
  return {
    experiment: 'isolation',
    options: { demonstration: id, actors },
    series: [id],
    condition: { actors },
    parts: ['told', 'repetition'],
    blockSize: REPETITIONS_A_BLOCK,
    note: `giving ${id} for the first time`,
    contradiction: (samples) => contradiction(samples, demonstration, actors),
  }
}
