import type { Finding } from '../../../model/explorer/finding.ts'

/**
 * After how many steps a finding of this kind was first there, where one is there now: it may have come with a step and
 * stayed; what is wrong with the state itself is there since the last step.
 * @param steps those that have been taken
 */
export function stepsToFinding(kind: Finding['kind'], steps: readonly { finding: Finding | null }[]): number {
  const first = steps.findIndex(({ finding }) => finding?.kind === kind)
  return first === -1 ? steps.length : first + 1
}

/**
 * How a number of steps compares to the fewest.
 * @param fewest null where it is not known; of a livelock it never is
 */
export function fewestWords(kind: Finding['kind'], steps: number, fewest: number | null): string {
  if (kind === 'livelock') return ''
  if (fewest === null) return 'Run all schedules to learn whether fewer steps do.'
  return fewest === steps ? 'No schedule does it in fewer steps.' : `It can be done in ${fewest}.`
}
