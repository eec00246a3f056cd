import { formatCount, formatShare } from '../../../contract/figures.ts'
import { countWords, partOf } from '../../../model/explorer/count-words.ts'
import type { Exploration, ProgramOutcome } from '../../../model/explorer/exploration.ts'
import { badEnds, NO_ENDS, type Ending, type Ends } from './ends.ts'

/** How a program ended, in a word or two. */
export const ENDING_WORDS: Readonly<Record<Ending, string>> = {
  right: 'right',
  wrong: 'wrong',
  finished: 'finished',
  stuck: 'deadlock',
  stopped: 'a thread stopped',
}

/** A share as a percentage; what is there but too small to say so is "< 0.01 %", and all but so few "> 99.99 %". */
export function shareWords(part: bigint, all: bigint): string {
  const share = partOf(part, all)
  if (part < all && share > 0.9999) return '> 99.99\u202f%'
  return part > 0n && share < 0.0001 ? '< 0.01\u202f%' : formatShare(share)
}

/** The values at an end: `counter 7, flag[0] 1`. */
export function valuesWords({ values }: ProgramOutcome): string {
  return Object.entries(values)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ')
}

/** All schedules that the outcomes speak of; null where they are not counted. */
export function countedSchedules({ outcomes }: Exploration): bigint | null {
  let sum = 0n
  for (const { schedules } of outcomes) {
    if (schedules === null) return null
    sum += schedules
  }
  return sum
}

const isBad = ({ ending }: ProgramOutcome): boolean => badEnds({ ...NO_ENDS, [ending]: 1 }) > 0

/** What the search found, in one sentence: "18 of 20 schedules go wrong". */
export function headlineOf(exploration: Exploration): string {
  const { outcomes, findings, complete, search } = exploration
  const isWhole = complete && (search === 'states' || search === 'reduced')
  const all = countedSchedules(exploration)
  const bad = outcomes.filter(isBad)
  const failure = findings.some(({ finding }) => finding.kind !== 'race')
  const races = findings.length > 0 && !failure
  if (all !== null && all > 0n && bad.length > 0) {
    const wrong = bad.reduce((sum, { schedules }) => sum + (schedules ?? 0n), 0n)
    if (wrong === all)
      return all === 1n ? 'The only schedule goes wrong' : `Each of ${countWords(all)} schedules goes wrong`
    return `${countWords(wrong)} of ${countWords(all)} schedules ${wrong === 1n ? 'goes' : 'go'} wrong`
  }
  if (bad.length > 0 || failure) return 'Some schedules go wrong'
  const also = races ? ', but there are data races' : ''
  if (outcomes.length === 0) return `No schedule came to its end${also}`
  if (!isWhole) return `No schedule that was looked at goes wrong${also}`
  if (all === 1n) return `The only schedule goes right${also}`
  return all === null ? `No schedule goes wrong${also}` : `None of ${countWords(all)} schedules goes wrong${also}`
}

/** How many of the schedules end how: "2 right, 18 wrong". */
export function endsWords(ends: Ends): string {
  const words = (['right', 'finished', 'wrong', 'stuck', 'stopped'] as const)
    .filter((ending) => ends[ending] > 0)
    .map((ending) => `${formatCount(ends[ending])} ${ENDING_WORDS[ending]}`)
  return words.join(', ')
}
