import { STATE_WORDS } from '../look/task-states.ts'
import type { InspectedRow } from './history/frame-history.ts'
import { waitMeaning } from './wait-words.ts'

/** Why nothing is said about what a thread waits for. */
const HIDDEN = 'What it waits for is hidden by the kernel: another user’s process.'
/** Only what a thread waits for tells one that is blocked from one that sleeps. */
const MAY_BE_BLOCKED = 'Whether it is blocked is not known.'

/** "sleeping in ep_poll: waits until …", in a sentence or two for somebody who meets it for the first time. */
export function explanationOf({
  state,
  wait,
  waitHidden,
}: Pick<InspectedRow, 'state' | 'wait' | 'waitHidden'>): string {
  const { name, explanation } = STATE_WORDS[state]
  const word = capital(name)
  if (state === 'running' || state === 'runnable' || state === 'gone') return `${word}: ${small(explanation)}`
  if (wait !== null) {
    const meaning = waitMeaning(wait)
    const place = state === 'io' ? 'In I/O,' : word
    if (meaning !== null) return `${place} in ${wait}: ${meaning}.`
    return `${place} in ${wait}, a function of the kernel that is not explained here. ${explanation}`
  }
  const remarks = waitHidden ? [HIDDEN, ...(state === 'sleeping' ? [MAY_BE_BLOCKED] : [])] : []
  return [`${word}: ${small(explanation)}`, ...remarks].join(' ')
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
const small = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1)
