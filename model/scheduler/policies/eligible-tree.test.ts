import fc from 'fast-check'
import { expect, it } from 'vitest'
import { EligibleTree } from './eligible-tree.ts'

type Place = { runtime: number; deadline: number } | null

/** Few different numbers, so that many are equal and deadlines and runtimes are in no particular order. */
const number = fc.integer({ min: -3, max: 6 })
const round = fc.record({
  place: fc.nat(),
  value: fc.option(fc.record({ runtime: number, deadline: number }), { freq: 4 }),
  average: fc.oneof(number, fc.constantFrom(-0.5, 2.5, Infinity, -Infinity)),
})

/** The first place with the least of `of` among those that `counts`; −1 where there is none. */
function leastIn(
  places: readonly Place[],
  of: 'runtime' | 'deadline',
  counts: (place: NonNullable<Place>) => boolean,
): number {
  let best = -1
  places.forEach((place, at) => {
    if (place !== null && counts(place) && place[of] < (places[best]?.[of] ?? Infinity)) best = at
  })
  return best
}

it('an eligible tree agrees with a list that is searched from end to end', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20 }), fc.array(round, { maxLength: 60 }), (size, rounds) => {
      const tree = new EligibleTree(size)
      const places: Place[] = Array.from({ length: size }, () => null)
      expect(tree.leastRuntime()).toBe(-1)
      expect(tree.earliestEligible(Infinity)).toBe(-1)
      for (const { place, value, average } of rounds) {
        const at = place % size
        places[at] = value
        if (value === null) tree.clear(at)
        else tree.set(at, value.runtime, value.deadline)
        const earliest = leastIn(places, 'deadline', ({ runtime }) => runtime <= average)
        const found = tree.earliestEligible(average)
        expect(found < 0).toBe(earliest < 0)
        // Of several with the same deadline any will do.
        expect(places[found]?.deadline).toBe(places[earliest]?.deadline)
        if (found >= 0) expect(places[found]?.runtime).toBeLessThanOrEqual(average)
        expect(tree.leastRuntime()).toBe(leastIn(places, 'runtime', () => true))
      }
    }),
    { numRuns: 1000 },
  )
})
