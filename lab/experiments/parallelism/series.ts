import type { PartDescription, SeriesDescription } from '../../../contract/experiment.ts'
import type { Condition, SeriesIdentity } from '../../../contract/series.ts'
import type { Means } from '../experiment.ts'

/** Where the workers of a series may run. */
export type Placement = 'one-core' | 'all-cores'

interface CrewSeries extends Omit<SeriesDescription, 'unsupported'> {
  placement: Placement
}

/** Every series, in the order of the table. Their ids are the probe's. */
export const SERIES: readonly CrewSeries[] = [
  {
    id: 'one-core',
    kind: 'thread',
    placement: 'one-core',
    explanation: 'Threads that share the work out, all on one core: they take turns, and only ever one of them runs.',
    comparedWith: null,
  },
  {
    id: 'all-cores',
    kind: 'thread',
    placement: 'all-cores',
    explanation:
      'Threads that share the work out, on all cores that this program may use: as many run at once as there are cores.',
    comparedWith: 'one-core',
  },
  {
    id: 'processes-all-cores',
    kind: 'process',
    placement: 'all-cores',
    explanation: 'The same with a process for each worker, which share nothing but the work and its mutex.',
    comparedWith: 'all-cores',
  },
]

export function placementOf(id: string): Placement {
  return SERIES.find((one) => one.id === id)?.placement ?? 'all-cores'
}

/** The name under which the probe runs a series with its timeline recorded. */
export const recordedSeries = (id: string): string => `${id}-recorded`

export const PARTS = [
  {
    id: 'elapsed',
    unit: 'ns',
    title: 'Elapsed',
    explanation: 'From the release of all workers until the last one is done with its share.',
  },
  {
    id: 'processor',
    unit: 'ns',
    title: 'Processor time',
    explanation:
      'What all workers together used from when they woke up for the release, as the kernel counts it. The work is the same for any number of them: where this grows, a step of it took longer.',
  },
] as const satisfies readonly PartDescription[]

export const crewOf = (workers: number): Condition => ({ workers })

export function elapsedOf(id: string, workers: number): SeriesIdentity {
  return { id, part: 'elapsed', condition: crewOf(workers) }
}

export const workersIn = ({ condition }: Pick<SeriesIdentity, 'condition'>): number => Number(condition['workers'])

export function describeSeries({ probes }: Means): SeriesDescription[] {
  const unsupported = probes.path === null ? probes.reason : null
  return SERIES.map(({ placement: _, ...one }) => ({ ...one, unsupported }))
}
