import { describe, expect, it } from 'vitest'
import { pageTablePages } from './fork-cost.ts'

describe('pageTablePages', () => {
  it('is one page for every 2 MiB that were touched', () => {
    expect(pageTablePages(0)).toBe(0)
    expect(pageTablePages(64)).toBe(32)
    expect(pageTablePages(1024)).toBe(512)
  })
})
