import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HappensBefore } from './happens-before.ts'
import type { Access } from './machine.ts'

const reads = (object: number): Access => ({ object, writes: false, plain: true })
const writes = (object: number): Access => ({ object, writes: true, plain: true })

describe('HappensBefore', () => {
  it('orders the steps of a thread, and conflicting steps of two, and what follows from both', () => {
    const order = new HappensBefore(3, 2)
    order.push(0, 0, [writes(0)])
    order.push(1, 0, [reads(0)])
    order.push(1, 1, [writes(1)])
    order.push(2, 0, [reads(1)])
    for (const later of [2, 3, 4]) expect(order.isBefore(1, later)).toBe(true)
    expect(order.known(2, 0)).toBe(1)
    expect(order.known(0, 1)).toBe(0)
  })

  it('leaves two reads, and steps on different objects, without an order', () => {
    const order = new HappensBefore(3, 2)
    order.push(0, 0, [reads(0)])
    order.push(1, 0, [reads(0)])
    order.push(2, 0, [writes(1)])
    for (const [one, other] of [
      [1, 2],
      [1, 3],
      [2, 3],
    ] as const)
      expect(order.isBefore(one, other)).toBe(false)
  })

  it('gives the reads since the last write to who writes next, and the write to who reads', () => {
    const order = new HappensBefore(4, 1)
    order.push(0, 0, [writes(0)])
    expect(order.unordered(3, [reads(0)])).toEqual([1])
    order.push(1, 0, [reads(0)])
    order.push(2, 0, [reads(0)])
    expect(order.unordered(3, [writes(0)]).toSorted()).toEqual([2, 3])
    expect(order.unordered(1, [writes(0)])).toEqual([3])
  })

  it('leaves out what another conflicting step is already ordered after', () => {
    const order = new HappensBefore(3, 2)
    order.push(0, 0, [writes(0)])
    order.push(0, 1, [writes(1)])
    expect(order.unordered(2, [reads(0), reads(1)])).toEqual([2])
  })

  it('names who can begin what leads to the last step without an earlier one', () => {
    const order = new HappensBefore(3, 3)
    order.push(0, 0, [writes(0)])
    order.push(1, 0, [writes(1)])
    order.push(2, 0, [reads(1)])
    order.push(2, 1, [reads(0)])
    expect(order.unordered(2, [])).toEqual([])
    // The second thread's write has to come before the third's read of it; the third's first step cannot begin.
    expect(order.firstWithout(1)).toBe(0b010)
  })

  it('forgets a step that is taken back, as if it had never been', () => {
    const access = fc.record({ object: fc.nat(2), writes: fc.boolean(), plain: fc.constant(true) })
    const step = fc.tuple(fc.nat(2), fc.array(access, { maxLength: 2 }))
    const steps = fc.array(step, { maxLength: 80 })
    const run = (order: HappensBefore, taken: readonly [number, Access[]][]): void => {
      for (const [thread, accesses] of taken) order.push(thread, 0, accesses)
    }
    const next = [0, 1, 2].map(writes)
    fc.assert(
      fc.property(steps, steps, steps, (kept, undone, after) => {
        const [straight, roundabout] = [new HappensBefore(3, 3), new HappensBefore(3, 3)]
        run(straight, [...kept, ...after])
        run(roundabout, [...kept, ...undone])
        for (const _ of undone) roundabout.pop()
        run(roundabout, after)
        for (let thread = 0; thread < 3; thread++) {
          expect(roundabout.unordered(thread, next)).toEqual(straight.unordered(thread, next))
          for (let other = 0; other < 3; other++)
            expect(roundabout.known(thread, other)).toBe(straight.known(thread, other))
        }
      }),
    )
  })
})
