/**
 * What a nice value weighs: `sched_prio_to_weight` of Linux (kernel/sched/core.c), nice −20 first. Each step is about a
 * quarter more than the next, which makes a tenth of the core's time between two tasks; nice 0 is 1024.
 */
const WEIGHTS = [
  88761, 71755, 56483, 46273, 36291, 29154, 23254, 18705, 14949, 11916, 9548, 7620, 6100, 4904, 3906, 3121, 2501, 1991,
  1586, 1277, 1024, 820, 655, 526, 423, 335, 272, 215, 172, 137, 110, 87, 70, 56, 45, 36, 29, 23, 18, 15,
] as const

export const NICE_0_WEIGHT = 1024

/** Beyond −20 and 19 the nearest of them counts. */
export function weightOf(nice: number): number {
  return WEIGHTS[Math.max(0, Math.min(WEIGHTS.length - 1, Math.round(nice) + 20))] ?? NICE_0_WEIGHT
}
