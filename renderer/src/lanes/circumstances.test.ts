import { describe, expect, it } from 'vitest'
import { circumstancesOf, nearestCondition } from './circumstances.ts'

const conditions = [
  { bytes: 64, pages: '4k', placement: 'one-core' },
  { bytes: 1, pages: '4k', placement: 'one-core' },
  { bytes: 64, pages: 'huge', placement: 'one-core' },
  { bytes: 4096, pages: 'huge', placement: 'one-core' },
]

describe('circumstancesOf', () => {
  it('offers what varies, numbers in their order', () => {
    expect(circumstancesOf(conditions).map(({ name, options }) => [name, options.map(({ value }) => value)])).toEqual([
      ['bytes', [1, 64, 4096]],
      ['pages', ['4k', 'huge']],
    ])
  })

  it('says values as conditions are said everywhere, without the name that the legend says', () => {
    const [circumstance] = circumstancesOf([{ placement: 'one-core' }, { placement: 'other-core' }])
    expect(circumstance).toMatchObject({
      legend: 'Placement',
      options: [{ label: 'one core' }, { label: 'two cores' }],
    })
    const [other] = circumstancesOf([{ switchCount: 1 }, { switchCount: 2 }])
    expect(other).toMatchObject({ legend: 'Switch count', options: [{ label: '1' }, { label: '2' }] })
  })

  it('takes words of the caller', () => {
    const words = { pages: { legend: 'Pages', label: (value: string | number) => `of ${value}` } }
    expect(circumstancesOf(conditions, words)[1]?.options.map(({ label }) => label)).toEqual(['of 4k', 'of huge'])
  })
})

describe('nearestCondition', () => {
  it('changes nothing else where that was measured', () => {
    const [present = {}] = conditions
    expect(nearestCondition(conditions, present, 'pages', 'huge')).toBe(conditions[2])
  })

  it('goes to the nearest that was measured where the combination was not', () => {
    expect(nearestCondition(conditions, { bytes: 1, pages: '4k', placement: 'one-core' }, 'pages', 'huge')).toBe(
      conditions[2],
    )
  })

  it('stays where no condition has the value', () => {
    expect(nearestCondition(conditions, {}, 'pages', '1g')).toBeNull()
  })
})
