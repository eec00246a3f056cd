import type { MachineCard } from '../../contract/machine.ts'
import { readText, type FileRoot } from './small-file.ts'

export function readClockSource(from: FileRoot): string | null {
  return readText(from, 'sys/devices/system/clocksource/clocksource0/current_clocksource')
}

/** Enough for the compiler to reach its last tier, after which a reading costs a quarter of the first ones. */
const blocks = 60
const readingsPerBlock = 200

/**
 * What the monotonic clock can tell apart, found by reading it in a row. The kernel's own answer (clock_getres) cannot
 * be had from JavaScript and says 1 ns on nearly every Linux, whatever the source. About two milliseconds.
 */
export function measureClock(
  readNs: () => bigint = process.hrtime.bigint,
): Pick<MachineCard['clock'], 'resolutionNs' | 'readingNs'> {
  const readings = new BigUint64Array(readingsPerBlock)
  let resolutionNs = Infinity
  let readingNs = Infinity
  for (let block = 0; block < blocks; block += 1) {
    for (let index = 0; index < readings.length; index += 1) readings[index] = readNs()
    let previous = readings[0] ?? 0n
    const first = previous
    for (const reading of readings) {
      if (reading > previous) resolutionNs = Math.min(resolutionNs, Number(reading - previous))
      previous = reading
    }
    // The fastest block: the first ones run before the compiler has seen the loop, and any may be interrupted.
    if (previous > first) readingNs = Math.min(readingNs, Number(previous - first) / (readings.length - 1))
  }
  return { resolutionNs: finite(resolutionNs), readingNs: finite(readingNs) }
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null
}
