/** The amounts of /proc/meminfo that the card shows. */
type MemoryAmounts = {
  totalBytes: number | null
  availableBytes: number | null
  swapTotalBytes: number | null
  swapFreeBytes: number | null
}

export function parseMemInfo(text: string): MemoryAmounts {
  return {
    totalBytes: memoryAmount(text, 'MemTotal'),
    availableBytes: memoryAmount(text, 'MemAvailable'),
    swapTotalBytes: memoryAmount(text, 'SwapTotal'),
    swapFreeBytes: memoryAmount(text, 'SwapFree'),
  }
}

/** One amount of /proc/meminfo, smaps_rollup or status, in bytes; null where it is not there. */
export function memoryAmount(text: string, key: string): number | null {
  const kibibytes = new RegExp(`^${key}:\\s+(\\d+) kB$`, 'm').exec(text)?.[1]
  return kibibytes === undefined ? null : Number(kibibytes) * 1024
}
