/**
 * The simulated cost of handing over to a task that has a working set: a direct cost that is always there, and a price for
 * each cache line that the task finds displaced and has to fetch again. It is a line in the number of lines for as long as
 * they all come back from the same level of the cache.
 */
const LINES_PER_KIB = 1024 / 64

/** Cache lines of 64 bytes in a working set: the x of the line that a handover costs. */
export function cacheLines(workingSetKiB: number): number {
  return workingSetKiB * LINES_PER_KIB
}

/**
 * Context switches that the kernel counted for each handover, from the counts of a series; null where nothing was handed
 * over. One is what a handover on one core needs at least.
 */
export function switchesPerHandover(counts: Readonly<Record<string, string | number | boolean>>): number | null {
  const { handovers, voluntarySwitches = 0, involuntarySwitches = 0 } = counts
  if (typeof handovers !== 'number' || handovers === 0) return null
  return (Number(voluntarySwitches) + Number(involuntarySwitches)) / handovers
}
