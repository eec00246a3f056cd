/** A longer copy of a column, with room for more. */
export function lengthened<Column extends ArrayLike<number> & { set(from: ArrayLike<number>): void }>(
  make: new (length: number) => Column,
  column: Column,
  length: number,
): Column {
  const longer = new make(length)
  longer.set(column)
  return longer
}

/** The first index of `count` ascending values whose value is greater; `count` where none is. */
export function firstAfter(ascending: ArrayLike<number>, count: number, value: number): number {
  let low = 0
  let high = count
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((ascending[middle] ?? 0) > value) high = middle
    else low = middle + 1
  }
  return low
}
