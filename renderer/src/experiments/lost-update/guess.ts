import { formatCount } from '../../../../contract/figures.ts'
import type { Loss } from './losses.ts'

/** What a learner can expect of one core, before it is run. */
export const GUESSES = [
  { value: 'never', label: 'Never' },
  { value: 'some', label: 'In some races' },
  { value: 'every', label: 'In every race' },
] as const
export type Guess = (typeof GUESSES)[number]['value']

/** How the guess fared, in a sentence; null where one core was not measured. */
export function guessWords(guess: Guess, losses: readonly Loss[]): string | null {
  const onOne = losses.filter(
    ({ identity, lossy }) =>
      identity.id === 'plain' && identity.condition['placement'] === 'one-core' && lossy !== null,
  )
  const races = onOne.reduce((sum, one) => sum + one.races, 0)
  if (races === 0) return null
  const lossy = onOne.reduce((sum, one) => sum + (one.lossy ?? 0), 0)
  const found: Guess = lossy === 0 ? 'never' : lossy === races ? 'every' : 'some'
  const said = GUESSES.find(({ value }) => value === guess)?.label.toLowerCase() ?? ''
  const verdict = found === guess ? 'That is what happened' : 'It came otherwise'
  return `You expected: ${said}. ${verdict}: on one core, ordinary code lost updates in ${formatCount(lossy)} of ${formatCount(races)} races.`
}
