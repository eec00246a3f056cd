import { describe, expect, it } from 'vitest'
import { PointerGestures } from './PointerGestures.ts'

describe('PointerGestures', () => {
  it('takes a pointer that hardly moved for a tap', () => {
    const gestures = new PointerGestures()
    gestures.down(1, 100)
    expect(gestures.move(1, 102)).toEqual([])
    expect(gestures.up(1, 102)).toEqual([{ do: 'place', at: 102 }])
  })

  it('drags without losing the way to where the drag began, and does not tap in the end', () => {
    const gestures = new PointerGestures()
    gestures.down(1, 100)
    gestures.move(1, 103)
    expect(gestures.move(1, 110)).toEqual([{ do: 'pan', by: 10 }])
    expect(gestures.move(1, 90)).toEqual([{ do: 'pan', by: -20 }])
    expect(gestures.up(1, 90)).toEqual([])
  })

  it('pinches with two: twice as far apart shows half as much', () => {
    const gestures = new PointerGestures()
    gestures.down(1, 100)
    gestures.down(2, 200)
    expect(gestures.move(2, 300)).toEqual([
      { do: 'pan', by: 50 },
      { do: 'zoom', factor: 0.5, at: 200 },
    ])
    expect(gestures.up(2, 300)).toEqual([])
    expect(gestures.move(1, 120)).toEqual([{ do: 'pan', by: 20 }])
    expect(gestures.up(1, 120)).toEqual([])
  })

  it('stays finite where two fingers meet', () => {
    const gestures = new PointerGestures()
    gestures.down(1, 100)
    gestures.down(2, 200)
    expect(gestures.move(2, 100)).toContainEqual({ do: 'zoom', factor: 6.25, at: 100 })
  })

  it('ignores a pointer that is not held', () => {
    const gestures = new PointerGestures()
    expect([gestures.move(7, 5), gestures.up(7, 5)]).toEqual([[], []])
  })
})
