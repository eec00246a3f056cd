import type { SeriesIdentity } from '../../../contract/series.ts'
import type { Comparison } from '../experiment.ts'
import { SERIES, workersIn } from './series.ts'

/**
 * One worker against several of the same series: the ratio of their times is the speed-up. The processor time of several
 * against that of one. And all cores against one, and processes against threads, with as many workers.
 */
export function comparisons(series: readonly SeriesIdentity[]): Comparison[] {
  const find = (id: string, part: string, workers: number): SeriesIdentity | undefined =>
    series.find((one) => one.id === id && one.part === part && workersIn(one) === workers)
  return series.flatMap((one) => {
    const workers = workersIn(one)
    const alone = workers > 1 ? find(one.id, one.part, 1) : undefined
    if (one.part !== 'elapsed') return alone ? [{ of: one, to: alone }] : []
    const partner = SERIES.find(({ id }) => id === one.id)?.comparedWith
    const beside = partner ? find(partner, one.part, workers) : undefined
    return [...(alone ? [{ of: alone, to: one }] : []), ...(beside ? [{ of: one, to: beside }] : [])]
  })
}

/** Whether a ratio is a speed-up: one worker's time against that of several. */
export function isSpeedUp({ of, to }: Comparison): boolean {
  return of.id === to.id && of.part === 'elapsed' && workersIn(of) === 1 && workersIn(to) > 1
}
