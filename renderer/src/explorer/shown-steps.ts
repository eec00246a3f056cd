import type { StepText } from '../../../model/explorer/program.ts'

/** More steps than these make a strand too long to look at; those around the next one are shown. */
const MOST_SHOWN = 14
const BEFORE = 5

export interface ShownSteps {
  steps: readonly (StepText & { index: number })[]
  /** How many are left out on either side. */
  before: number
  after: number
}

/** The steps of a thread around the next one. */
export function shownSteps(steps: readonly StepText[], at: number): ShownSteps {
  const from = Math.max(0, Math.min(at - BEFORE, steps.length - MOST_SHOWN))
  const shown = steps.slice(from, from + MOST_SHOWN).map((step, index) => ({ ...step, index: from + index }))
  return { steps: shown, before: from, after: steps.length - from - shown.length }
}
