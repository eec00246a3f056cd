import { z } from 'zod'

/**
 * How an attempt to measure something ended. Expected endings are values, never exceptions,
 * and never a zero or an empty chart that looks like a result.
 */
export const Outcome = z.discriminatedUnion('status', [
  z.object({ status: z.literal('measured') }),
  /** This machine or host cannot do it at all. */
  z.object({ status: z.literal('unsupported'), reason: z.string() }),
  /** It could be done, but was left out here and now. */
  z.object({ status: z.literal('skipped'), reason: z.string() }),
  z.object({ status: z.literal('failed'), error: z.string(), advice: z.string() }),
  z.object({ status: z.literal('cancelled') }),
])
export type Outcome = z.infer<typeof Outcome>

/** The outcome in words, for tables and messages. */
export function describeOutcome(outcome: Outcome): string {
  switch (outcome.status) {
    case 'measured':
      return 'measured'
    case 'unsupported':
      return `unsupported here: ${outcome.reason}`
    case 'skipped':
      return `skipped: ${outcome.reason}`
    case 'failed':
      return `failed: ${outcome.error} ${outcome.advice}`
    case 'cancelled':
      return 'cancelled'
  }
}
