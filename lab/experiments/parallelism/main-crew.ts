/**
 * The crew that a run is told by, in its headline and its timelines: the largest of which each worker finds a core, or the
 * smallest where none does. Null where no crew has several workers.
 */
export function mainCrew(sizes: readonly number[], cores: number): number | null {
  const crews = sizes.filter((size) => size > 1).toSorted((a, b) => a - b)
  return crews.findLast((size) => size <= cores) ?? crews[0] ?? null
}
