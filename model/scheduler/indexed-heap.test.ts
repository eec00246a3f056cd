import fc from 'fast-check'
import { expect, it } from 'vitest'
import { IndexedHeap, type HeapItem } from './indexed-heap.ts'

const ITEMS = 30

type Step = { do: 'push'; item: number; key: number } | { do: 'remove'; item: number } | { do: 'pop' }

const item = fc.integer({ min: 0, max: ITEMS - 1 })
/** Fewer keys than items, so that some are equal. */
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('push' as const), item, key: fc.integer({ min: -5, max: 20 }) }),
  },
  fc.record({ do: fc.constant('remove' as const), item }),
  fc.constant<Step>({ do: 'pop' }),
)

const inOrder = (one: HeapItem, other: HeapItem): number => one.key - other.key || one.tie - other.tie

it('an indexed heap agrees with a sorted list, whatever is pushed, taken out and popped', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 20, maxLength: 120 }), (steps) => {
      const all = Array.from({ length: ITEMS }, (): HeapItem => ({ key: 0, tie: 0, position: -1 }))
      const heap = new IndexedHeap<HeapItem>()
      let list: HeapItem[] = []
      steps.forEach((one, tie) => {
        if (one.do === 'pop') {
          expect(heap.pop()).toBe(list.shift())
        } else {
          const chosen = all[one.item]
          if (chosen === undefined) throw new Error('no such item')
          const stands = list.includes(chosen)
          if (one.do === 'push' && !stands) {
            heap.push(chosen, one.key, tie)
            list = [...list, chosen].sort(inOrder)
          } else if (one.do === 'remove' && stands) {
            heap.remove(chosen)
            list = list.filter((other) => other !== chosen)
          }
        }
        expect(heap.size).toBe(list.length)
        expect(heap.top).toBe(list[0])
        expect(heap.smallestKey).toBe(list[0]?.key ?? Infinity)
        expect(all.find((other) => other.position >= 0 !== list.includes(other))).toBeUndefined()
      })
      expect(Array.from(list, () => heap.pop())).toEqual(list)
      expect(heap.pop()).toBeUndefined()
    }),
    { numRuns: 300 },
  )
})
