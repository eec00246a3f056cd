import type { Experiment, ExperimentEvent, ExperimentRequest, ExperimentResult, Means } from '../experiment.ts'
import { measureWithProbes, type ProbeRequest } from '../probe-measurement.ts'
import { comparisons } from './comparisons.ts'
import { contradiction } from './evidence.ts'
import { exploredRace } from './explored.ts'
import { findings } from './findings.ts'
import { NodeRace } from './node-race.ts'
import { PARAMETERS, settingsIn } from './parameters.ts'
import { conditionOf, describeSeries, incrementsOf, PART_IDS, PARTS, SERIES, type Placement } from './series.ts'

export const lostUpdate: Experiment = {
  id: 'lost-update',
  title: 'Lost update',
  question: 'How many increments are lost?',
  group: 'measure',
  method:
    'Threads are released together and add to one counter, a fixed number of increments among them: in ordinary code, by an atomic load and store, by an atomic addition, under a mutex. What the counter lacks afterwards was lost. Races of all ways alternate in random order; the explorer goes through all schedules of the same three steps.',
  parameters: () => PARAMETERS,
  parts: PARTS,
  budgetSeconds: { full: 35, quick: 10 },
  series: describeSeries,
  run,
  comparisons,
  findings,
}

async function* run(request: ExperimentRequest, means: Means): AsyncGenerator<ExperimentEvent, ExperimentResult> {
  const { threads, placements, increments } = settingsIn(request.parameters)
  const cores = means.allowedCores()?.length ?? null
  const chosen = SERIES.filter(({ id }) => request.series.includes(id))
  const requests = threads.flatMap((count) =>
    placements.flatMap((placement) =>
      [false, true].flatMap((slow) => {
        const series = chosen.filter(({ inNode, isSlow }) => !inNode && isSlow === slow).map(({ id }) => id)
        const race = { threads: count, placement, increments: incrementsOf({ isSlow: slow }, increments), cores }
        return series.length > 0 ? [probeFor(race, series)] : []
      }),
    ),
  )
  const others = threads.flatMap((count) =>
    chosen.filter(({ inNode }) => inNode).map((one) => new NodeRace(one.id, count, incrementsOf(one, increments))),
  )
  yield {
    type: 'observation',
    observation: { name: 'race', facts: { increments, ...(cores === null ? {} : { cores }) } },
  }
  yield { type: 'observation', observation: exploredRace() }
  try {
    return yield* measureWithProbes({ requests, others }, request, means)
  } finally {
    await Promise.all(others.map((other) => other.close()))
  }
}

interface Race {
  threads: number
  placement: Placement
  increments: number
  /** That this program may use; null where that is not known. */
  cores: number | null
}

/** One probe for ways whose races have as many increments. */
function probeFor({ threads, placement, increments, cores }: Race, series: readonly string[]): ProbeRequest {
  return {
    experiment: 'lost-update',
    options: { threads, increments: increments / threads, placement },
    series,
    condition: conditionOf(threads, placement),
    parts: PART_IDS,
    batch: increments,
    blockSize: 1,
    note: `preparing ${threads} threads`,
    ...(placement === 'spread' && cores === 1
      ? { absent: { status: 'skipped', reason: 'this program may use one core only' } as const }
      : {}),
    contradiction: (samples) => contradiction(samples, { expected: increments, placement }),
  }
}
