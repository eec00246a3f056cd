import { firstAfter } from './columns.ts'
import type { SampleIndex } from './inspected.ts'

/** What Page Up and Page Down go, in milliseconds. */
const PAGE_MS = 10_000

/** The moment of a sample that a key leads to, from the one that is shown; null where the key leads nowhere. */
export function momentAfter(
  key: string,
  shown: number,
  { from, to, samples }: { from: number; to: number; samples: Pick<SampleIndex, 'count' | 'at'> },
): number | null {
  const sampleAt = (time: number): number => firstAfter(samples.at, samples.count, time) - 1
  const moment = (sample: number): number =>
    samples.at[Math.min(samples.count - 1, Math.max(0, sample))] ?? Math.min(to, Math.max(from, shown))
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return moment(sampleAt(shown) - 1)
    case 'ArrowRight':
    case 'ArrowUp':
      return moment(sampleAt(shown) + 1)
    case 'PageDown':
      return moment(sampleAt(shown - PAGE_MS))
    case 'PageUp':
      return moment(sampleAt(shown + PAGE_MS))
    case 'Home':
      return moment(0)
    case 'End':
      return moment(samples.count - 1)
    default:
      return null
  }
}
