import type { ProgramOutcome } from '../../../model/explorer/exploration.ts'

export type Ending = ProgramOutcome['ending']

/** How many schedules lead to each ending. */
export type Ends = Readonly<Record<Ending, number>>

export const NO_ENDS: Ends = { right: 0, wrong: 0, finished: 0, stuck: 0, stopped: 0 }

/** As many schedules for each ending as `of` says. */
function endsBy(of: (ending: Ending) => number): Ends {
  return {
    right: of('right'),
    wrong: of('wrong'),
    finished: of('finished'),
    stuck: of('stuck'),
    stopped: of('stopped'),
  }
}

export function addEnds(a: Ends, b: Ends): Ends {
  return endsBy((ending) => a[ending] + b[ending])
}

export function timesEnds(ends: Ends, factor: number): Ends {
  return endsBy((ending) => ends[ending] * factor)
}

/** All schedules, however they end. */
export function allEnds(ends: Ends): number {
  return goodEnds(ends) + badEnds(ends)
}

/** Schedules in which every thread finishes and nothing that was expected fails. */
export function goodEnds(ends: Ends): number {
  return ends.right + ends.finished
}

/** Schedules that end wrong, stuck or with a thread stopped. */
export function badEnds(ends: Ends): number {
  return ends.wrong + ends.stuck + ends.stopped
}
