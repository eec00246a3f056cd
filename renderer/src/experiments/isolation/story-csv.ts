import { csvLine } from '../../../../contract/csv.ts'
import type { Panel } from './panels.ts'

const COLUMNS = [
  'demonstration',
  'actor',
  'pid',
  'tid',
  'did_the_deed',
  'survived',
  'process_ended_with',
  'outcome_known_us_after_deed',
  'last_sign_of_life_us_from_deed',
  'data_before',
  'data_after',
] as const

/** The stories behind the picture, a line for each actor. */
export function storiesCsv(panels: readonly Panel[]): string {
  const rows = panels.flatMap(({ id, story }) =>
    (story?.actors ?? []).map((one) => [
      id,
      one.actor,
      one.pid,
      one.tid,
      one.actor === story?.culprit,
      one.survived,
      one.processEndedWith,
      story?.toldUs ?? '',
      one.beatsUs.at(-1) ?? '',
      one.dataBefore,
      one.dataAfter,
    ]),
  )
  return [COLUMNS, ...rows].map(csvLine).join('')
}
