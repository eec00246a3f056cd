import type { Observation } from '../../../contract/run.ts'
import type { Warning } from '../../../contract/warning.ts'

const HARDWARE = ['cycles', 'instructions', 'dataTlbMisses', 'cacheMisses'] as const

/** Why the kernel refused a hardware counter, by its errno. */
const REASONS: Readonly<Record<string, { reason: string; advice: string }>> = {
  ENOENT: {
    reason: 'the kernel knows no such counter of this processor',
    advice: 'A virtual machine often has none; run it on the hardware itself, or let the host pass its counters on.',
  },
  EOPNOTSUPP: {
    reason: 'this processor does not offer it',
    advice: 'A virtual machine often has none; run it on the hardware itself, or let the host pass its counters on.',
  },
  EACCES: {
    reason: 'this user may not read it',
    advice: 'An administrator could allow it for this machine by setting kernel.perf_event_paranoid to 1.',
  },
  ENOSYS: {
    reason: 'this kernel has no perf_event_open',
    advice: 'Use a kernel that was built with performance events.',
  },
}

/** One warning for all hardware counters that are missing; null where every one was counted. */
export function missingCounters(observations: readonly Observation[]): Warning | null {
  const [first] = observations.filter(({ name }) => name === 'counters')
  if (!first) return null
  const missing = HARDWARE.filter((name) => typeof first.facts[name] === 'string')
  const [one] = missing
  if (one === undefined) return null
  const errno = String(first.facts[one])
  const { reason, advice } = REASONS[errno === 'EPERM' ? 'EACCES' : errno] ?? {
    reason: 'the kernel refused it',
    advice: 'The figures do not depend on it.',
  }
  const level = first.facts['perfEventParanoid']
  const setting = level === undefined ? '' : `; perf_event_paranoid is ${level}`
  return {
    kind: 'no-counter',
    message: `${missing.map((name) => NAMES[name]).join(', ')} could not be counted: ${reason} (${errno}${setting}).`,
    advice: `${advice} The kernel’s count of context switches does not need it.`,
  }
}

const NAMES: Readonly<Record<(typeof HARDWARE)[number], string>> = {
  cycles: 'Cycles',
  instructions: 'instructions',
  dataTlbMisses: 'misses of the data TLB',
  cacheMisses: 'misses of the last cache',
}
