/**
 * The row that a key leads to, of `count` rows that are read one after the other; null where the key leads nowhere.
 * The first key that leads somewhere goes to the first row.
 */
export function rowAfter(key: string, current: number | null, count: number): number | null {
  const last = count - 1
  const move = { ArrowUp: -1, ArrowLeft: -1, ArrowDown: 1, ArrowRight: 1, Home: -last, End: last }[key]
  if (move === undefined || count === 0) return null
  return current === null ? 0 : Math.min(last, Math.max(0, current + move))
}
