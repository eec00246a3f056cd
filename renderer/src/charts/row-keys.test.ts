import { describe, expect, it } from 'vitest'
import { rowAfter } from './row-keys.ts'

describe('rowAfter', () => {
  it('begins at the first row, whatever key began it', () => {
    for (const key of ['ArrowUp', 'ArrowRight', 'End']) expect(rowAfter(key, null, 5)).toBe(0)
  })

  it('goes up and down, and to both ends', () => {
    expect(rowAfter('ArrowDown', 2, 5)).toBe(3)
    expect(rowAfter('ArrowLeft', 2, 5)).toBe(1)
    expect(rowAfter('Home', 3, 5)).toBe(0)
    expect(rowAfter('End', 1, 5)).toBe(4)
  })

  it('stays within the rows', () => {
    expect(rowAfter('ArrowUp', 0, 5)).toBe(0)
    expect(rowAfter('ArrowDown', 4, 5)).toBe(4)
    // A view may have fewer rows than the one before it.
    expect(rowAfter('ArrowDown', 9, 5)).toBe(4)
  })

  it('leads nowhere by other keys, or without rows', () => {
    expect(rowAfter('Tab', 1, 5)).toBeNull()
    expect(rowAfter('ArrowDown', null, 0)).toBeNull()
  })
})
