import type { Outcome } from '../../contract/outcome.ts'
import { Probe, ProbeFailure, ProbeUnsupported, type ProbeOptions } from './probe.ts'

/** A probe that is ready, or why there is none. */
export type Attempt = { probe: Probe; outcome: null } | { probe: null; outcome: Outcome }

/** Opens a probe; what keeps it from starting is a value. Throws the signal's reason, and bugs. */
export async function attemptProbe(options: ProbeOptions): Promise<Attempt> {
  try {
    return { probe: await Probe.open(options), outcome: null }
  } catch (error) {
    if (error instanceof ProbeUnsupported) {
      return { probe: null, outcome: { status: 'unsupported', reason: error.message } }
    }
    if (error instanceof ProbeFailure) {
      return { probe: null, outcome: { status: 'failed', error: error.message, advice: error.advice } }
    }
    throw error
  }
}
