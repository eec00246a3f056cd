import { parseResourceLimit } from '../../machine/limits.ts'
import { readText } from '../../machine/small-file.ts'

/** Lifts the limit on nice values (capability(7)). */
const CAP_SYS_NICE = 23n

/**
 * The least nice value that the kernel lets this program give to its threads: 20 less RLIMIT_NICE, or -20 with
 * CAP_SYS_NICE (can_nice in kernel/sched/syscalls.c). It may always stay at 0 or go above. Null where the system does not say.
 */
export function leastNice(root = '/'): number | null {
  const status = readText({ root }, 'proc/self/status')
  const limits = readText({ root }, 'proc/self/limits')
  if (status === null || limits === null) return null
  const effective = /^CapEff:\s*([0-9a-f]+)$/m.exec(status)?.[1] ?? '0'
  if (((BigInt(`0x${effective}`) >> CAP_SYS_NICE) & 1n) === 1n) return -20
  const { soft } = parseResourceLimit(limits, 'Max nice priority')
  if (soft === 'unlimited') return -20
  return Math.max(-20, Math.min(0, 20 - (soft ?? 0)))
}
