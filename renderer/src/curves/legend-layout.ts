/** Where the entries of a legend stand: beside each other, and in a further row where one has no room left. */
export function layOutLegend(
  widths: readonly number[],
  width: number,
): { places: { x: number; row: number }[]; rows: number } {
  const GAP = 24
  let x = 0
  let row = 0
  const places = widths.map((wide) => {
    if (x > 0 && x + wide > width) {
      x = 0
      row += 1
    }
    const place = { x, row }
    x += wide + GAP
    return place
  })
  return { places, rows: row + 1 }
}
