import { describe, expect, it } from 'vitest'
import { actionOf } from './timeline-keys.ts'

const press = (key: string, held: Partial<Record<'shiftKey' | 'ctrlKey', boolean>> = {}) =>
  actionOf({ key, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...held })

describe('keys of a timeline', () => {
  it('step with the arrows, and pan with Shift', () => {
    expect(press('ArrowRight')).toEqual({ do: 'next-event' })
    expect(press('ArrowLeft', { shiftKey: true })).toEqual({ do: 'pan', share: -0.1 })
  })

  it('leave to the window what it uses itself', () => {
    expect([press('+', { ctrlKey: true }), press('Tab'), press('a')]).toEqual([null, null, null])
  })
})
