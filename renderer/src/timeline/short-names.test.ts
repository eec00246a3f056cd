import { describe, expect, it } from 'vitest'
import { shortNames } from './short-names.ts'

describe('shortNames', () => {
  it('keep the first letter and the number', () => {
    expect(shortNames(['request1', 'request12', 'listener'])).toEqual(['r1', 'r12', 'li'])
  })

  it('are left out where they would be alike, or are the whole name', () => {
    expect(shortNames(['reader1', 'request1', 'a', 'b2'])).toEqual([null, null, null, null])
  })
})
