import type { Spans, TimelineLane } from './timeline.ts'

/** The first span that ends after a time; `count` where none does. */
export function firstEndingAfter({ count, to }: Spans, time: number): number {
  let low = 0
  let high = count
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((to[middle] ?? 0) > time) high = middle
    else low = middle + 1
  }
  return low
}

/** The span that covers a time, its end not included; null where none does. */
export function spanAt(spans: Spans, time: number): number | null {
  const index = firstEndingAfter(spans, time)
  return index < spans.count && (spans.from[index] ?? Infinity) <= time ? index : null
}

/** The next time at which a span of any lane begins or ends; null where nothing comes. */
export function edgeAfter(lanes: readonly TimelineLane[], time: number): number | null {
  let next = Infinity
  for (const { spans } of lanes) {
    const index = firstEndingAfter(spans, time)
    if (index >= spans.count) continue
    const from = spans.from[index] ?? Infinity
    next = Math.min(next, from > time ? from : (spans.to[index] ?? Infinity))
  }
  return next === Infinity ? null : next
}

/** The latest earlier time at which a span of any lane begins or ends; null where nothing was. */
export function edgeBefore(lanes: readonly TimelineLane[], time: number): number | null {
  let before = -Infinity
  for (const { spans } of lanes) {
    const index = firstStartingAt(spans, time) - 1
    if (index < 0) continue
    const to = spans.to[index] ?? -Infinity
    before = Math.max(before, to < time ? to : (spans.from[index] ?? -Infinity))
  }
  return before === -Infinity ? null : before
}

/** The first span that begins at a time or after it. */
function firstStartingAt({ count, from }: Spans, time: number): number {
  let low = 0
  let high = count
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((from[middle] ?? 0) >= time) high = middle
    else low = middle + 1
  }
  return low
}
