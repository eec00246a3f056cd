import type { Outcome } from '../../../contract/outcome.ts'

/** How an attempt ended, in words for a table; a measured one needs none. */
export function outcomeWords(outcome: Outcome): string {
  switch (outcome.status) {
    case 'measured':
      return ''
    case 'unsupported':
      return `Not possible here: ${outcome.reason}`
    case 'skipped':
      return `Left out: ${outcome.reason}`
    case 'failed':
      return `Failed: ${[outcome.error, outcome.advice].filter((sentence) => sentence !== '').join(' ')}`
    case 'cancelled':
      return 'Cancelled before it was measured'
  }
}
