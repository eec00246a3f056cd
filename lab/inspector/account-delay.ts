import { readText, type FileRoot } from '../machine/small-file.ts'

/** Many ticks of the slowest timer, which has one in 10 ms. */
export const ACCOUNT_DELAY_NS = 0.2e9
/** Cores without a tick are seen to once a second. */
const WITHOUT_TICK_NS = 1.5e9

/**
 * After how long a thread that runs surely has had some of it added to its account, in nanoseconds. The kernel adds it with each
 * tick of the timer, which some cores may be set to go without (nohz_full).
 */
export function readAccountDelay(from: FileRoot): number {
  const tickless = readText(from, 'sys/devices/system/cpu/nohz_full') ?? ''
  return /\d/.test(tickless) ? WITHOUT_TICK_NS : ACCOUNT_DELAY_NS
}
