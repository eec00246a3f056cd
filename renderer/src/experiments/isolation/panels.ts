import { describeOutcome } from '../../../../contract/outcome.ts'
import type { TaskKind } from '../../../../contract/experiment.ts'
import { seriesKey } from '../../../../contract/series-key.ts'
import { plannedSeries, type ShownRun } from '../../measuring/shown-run.ts'
import { countsOf, storiesOf, type Story } from './stories.ts'

/** One demonstration in the picture: what is tried, and what is known of it so far. */
export interface Panel {
  id: string
  kind: TaskKind
  faults: boolean
  sharesOnPurpose: boolean
  actors: number
  story: Story | null
  /** Over all repetitions; null before they are over. */
  counts: Readonly<Record<string, number>> | null
  /** Why there are no figures; null where there are some, or none yet. */
  obstacle: string | null
}

const FEWEST_ACTORS = 2

/** A panel for each demonstration that is planned, in the order of the experiment. */
export function panelsOf(shown: ShownRun): Panel[] {
  const stories = storiesOf(shown.observations)
  return plannedSeries(shown).map(({ id, kind }) => {
    const identity = shown.plan.find((one) => one.id === id)
    const outcome = identity && shown.series.get(seriesKey(identity))?.outcome
    return {
      id,
      kind,
      faults: id.endsWith('-faults'),
      sharesOnPurpose: id.endsWith('-shared'),
      actors: actorsOf(shown, id),
      story: stories.get(id) ?? null,
      counts: countsOf(shown.observations, id),
      obstacle: outcome && outcome.status !== 'measured' ? describeOutcome(outcome) : null,
    }
  })
}

/** How many actors there are, or will be by default. */
function actorsOf({ experiment, plan }: ShownRun, id: string): number {
  const planned = plan.find((one) => one.id === id)?.condition['actors']
  const parameter = experiment.parameters.find(({ name }) => name === 'actors')
  return Number(planned ?? parameter?.default ?? FEWEST_ACTORS)
}
