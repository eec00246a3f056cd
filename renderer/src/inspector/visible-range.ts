/** So many rows beyond each edge are drawn before they come into view. */
const AHEAD = 8

/** Which rows of equal height are worth drawing: from the first, up to but not with the second number. */
export function visibleRange(scrolled: number, room: number, rowHeight: number, count: number): [number, number] {
  const first = Math.max(0, Math.floor(scrolled / rowHeight) - AHEAD)
  const end = Math.ceil((scrolled + Math.max(0, room)) / rowHeight) + AHEAD
  return [Math.min(first, Math.max(0, count - 1)), Math.min(count, end)]
}
