import { describe, expect, it } from 'vitest'
import { announcement } from './phase-words.ts'

describe('announcement', () => {
  it('changes with the phase and with every quarter, and at no other time', () => {
    const said = [0, 0.1, 0.24, 0.25, 0.4, 0.49, 0.5, 0.76, 0.99, 1].map((fraction) =>
      announcement('measuring', fraction),
    )
    expect(new Set(said)).toEqual(
      new Set(['Measuring', 'Measuring, 25 %', 'Measuring, 50 %', 'Measuring, 75 %', 'Measuring, 100 %']),
    )
  })

  it('does not count while the lab prepares', () => {
    expect(announcement('preparing', 0.6)).toBe('Preparing')
  })
})
