import type { Ratio } from '../../../contract/series.ts'
import type { MeasuredRun } from '../experiment.ts'
import { isSpeedUp } from './comparisons.ts'
import { mainCrew } from './main-crew.ts'
import { workersIn } from './series.ts'

/** What sentences about a run are computed from. */
export type Facts = MeasuredRun['observations'][number]['facts']

export function factsOf({ observations }: MeasuredRun, name: string, id?: string, workers?: number): Facts | null {
  const found = observations.find(
    ({ name: own, about }) =>
      own === name &&
      (id === undefined || about?.id === id) &&
      (workers === undefined || about?.condition?.['workers'] === workers),
  )
  return found?.facts ?? null
}

export const coresOf = (run: MeasuredRun): number => Number(factsOf(run, 'work')?.['cores'] ?? 1)

export const speedUps = ({ ratios }: MeasuredRun, id: string): Ratio[] =>
  ratios.filter((ratio) => isSpeedUp(ratio) && ratio.to.id === id).sort((a, b) => workersIn(a.to) - workersIn(b.to))

/** The speed-up of the main crew of those that were measured. */
export function mainSpeedUp(run: MeasuredRun, id: string): Ratio | null {
  const all = speedUps(run, id)
  const sizes = all.map(({ to }) => workersIn(to))
  const main = mainCrew(sizes, coresOf(run))
  return all.find(({ to }) => workersIn(to) === main) ?? null
}
