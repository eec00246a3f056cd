import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatCpuList, parseCpuList } from './cpu-list.ts'

describe('the kernel’s list format', () => {
  it('reads ranges and single numbers', () => {
    expect(parseCpuList('0-3,8,10-11')).toEqual([0, 1, 2, 3, 8, 10, 11])
  })

  it('tells an empty list from no list', () => {
    expect(parseCpuList('')).toEqual([])
    expect(parseCpuList(null)).toBeNull()
    expect(parseCpuList('all')).toBeNull()
  })

  it('reads back what it writes', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(300)), (cpus) => {
        const ascending = cpus.toSorted((a, b) => a - b)
        expect(parseCpuList(formatCpuList(ascending))).toEqual(ascending)
      }),
    )
  })
})
