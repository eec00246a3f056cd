import { describe, expect, it } from 'vitest'
import { tablesWithin } from './simulation-report.ts'

const ROWS = [
  ['policy', 'turnaround', 'response'],
  ['rr', '10 ms', '1 ms'],
]

describe('tablesWithin', () => {
  it('is one table where it fits', () => {
    expect(tablesWithin(28, ROWS)).toEqual(['policy  turnaround  response', 'rr           10 ms      1 ms', ''])
  })

  it('goes on beneath with the same first column where it does not', () => {
    expect(tablesWithin(27, ROWS)).toEqual([
      'policy  turnaround',
      'rr           10 ms',
      '',
      'policy  response',
      'rr          1 ms',
      '',
    ])
  })

  it('gives a column that is wider than the terminal a table of its own', () => {
    expect(tablesWithin(5, ROWS)).toHaveLength(6)
  })
})
