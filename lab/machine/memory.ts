/** The amounts of /proc/meminfo that the card shows. */
type MemoryAmounts = {
  totalBytes: number | null
  availableBytes: number | null
  swapTotalBytes: number | null
  swapFreeBytes: number | null
}

export function parseMemInfo(text: string): MemoryAmounts {
  const amount = (key: string) => {
    const kibibytes = new RegExp(`^${key}:\\s+(\\d+) kB$`, 'm').exec(text)?.[1]
    return kibibytes === undefined ? null : Number(kibibytes) * 1024
  }
  return {
    totalBytes: amount('MemTotal'),
    availableBytes: amount('MemAvailable'),
    swapTotalBytes: amount('SwapTotal'),
    swapFreeBytes: amount('SwapFree'),
  }
}
