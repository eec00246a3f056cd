import type { InspectorFrame } from '../../../contract/inspector.ts'

/**
 * What inspecting costs, in words: the whole, and its parts. A reader of its own adds to the host's time; one that runs
 * inside the host is part of it.
 */
export function costWords(
  { reader, host }: InspectorFrame['cost'],
  readsInHost: boolean,
): { total: string; parts: string } {
  if (reader === null)
    return {
      total: `at least ${percent(host)}`,
      parts: `${percent(host)} in the lab’s host; what the system takes to list its processes is not known`,
    }
  const passing = readsInHost ? Math.max(0, host - reader) : host
  return {
    total: percent(reader + passing),
    parts: `${percent(reader)} reading /proc, ${percent(passing)} in the lab’s host`,
  }
}

/** Tenths are as fine as a second's worth of samples tells. */
const percent = (share: number): string => `${(share * 100).toFixed(1)}\u202f%`
