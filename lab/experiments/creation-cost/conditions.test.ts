import { describe, expect, it } from 'vitest'
import { asCondition, creatorConditions } from './conditions.ts'

const words = (parameters: Parameters<typeof creatorConditions>[0]): string[] =>
  creatorConditions(parameters).map(({ parentMiB, pages, placement }) => `${parentMiB} ${pages} ${placement}`)

describe('creatorConditions', () => {
  it('has every size with every kind of page, the smallest first', () => {
    expect(words({ 'parent-mib': [256, 64], pages: ['4k', 'huge'], placement: 'one-core' })).toEqual([
      '64 4k one-core',
      '64 huge one-core',
      '256 4k one-core',
      '256 huge one-core',
    ])
  })

  it('has a parent that touched nothing once, in small pages, whatever pages are asked for', () => {
    expect(words({ 'parent-mib': [0, 64], pages: ['4k', 'huge'], placement: 'free' })).toEqual([
      '0 4k free',
      '64 4k free',
      '64 huge free',
    ])
    expect(words({ 'parent-mib': [0, 64], pages: ['huge'], placement: 'free' })).toEqual(['0 4k free', '64 huge free'])
  })

  it('takes a single value for a list of one', () => {
    expect(words({ 'parent-mib': 64, pages: '4k', placement: 'one-core' })).toEqual(['64 4k one-core'])
  })

  it('leaves the parameters as they are', () => {
    const sizes = [256, 0]
    creatorConditions({ 'parent-mib': sizes, pages: ['4k'], placement: 'one-core' })
    expect(sizes).toEqual([256, 0])
  })
})

describe('asCondition', () => {
  it('names what a reader must know', () => {
    expect(asCondition({ parentMiB: 64, pages: 'huge', placement: 'free' })).toEqual({
      parentMiB: 64,
      pages: 'huge',
      placement: 'free',
    })
  })
})
