import type { CpuTicks } from '../../contract/machine.ts'
import { readText, systemRoot, type FileRoot } from './small-file.ts'

/** Processor time since boot, from /proc/stat; null on systems without it. Cheap: call it before and after a series. */
export function readCpuTicks(from: FileRoot = systemRoot): CpuTicks | null {
  const text = readText(from, 'proc/stat')
  return text === null ? null : parseCpuTicks(text)
}

export function parseCpuTicks(text: string): CpuTicks | null {
  const row = /^cpu +([\d ]+)$/m.exec(text)?.[1]
  const processes = /^processes (\d+)$/m.exec(text)?.[1]
  if (row === undefined || processes === undefined) return null
  const [user, nice, system, idle, iowait = 0, irq = 0, softirq = 0, steal = 0] = row.split(' ').map(Number)
  if (user === undefined || nice === undefined || system === undefined || idle === undefined) return null
  const total = user + nice + system + idle + iowait + irq + softirq + steal
  return { user, nice, system, idle, iowait, irq, softirq, steal, total, processes: Number(processes) }
}

/**
 * The share, 0 to 1, of the time between two readings in which the hypervisor ran another guest although we wanted to
 * run. A tick is 10 ms: over less than a second the figure is coarse, and 0 when not even one tick passed.
 */
export function stealShare(
  before: Pick<CpuTicks, 'steal' | 'total'>,
  after: Pick<CpuTicks, 'steal' | 'total'>,
): number {
  const total = after.total - before.total
  if (total <= 0) return 0
  // Some hypervisors correct their account downwards.
  return Math.min(Math.max((after.steal - before.steal) / total, 0), 1)
}

/** The share over the machine's whole life: stealShare from nothing. */
export function stealShareSinceBoot(ticks: CpuTicks | null): number | null {
  return ticks === null ? null : stealShare({ steal: 0, total: 0 }, ticks)
}
