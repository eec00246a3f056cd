import { expect, it } from 'vitest'
import { costWords } from './cost-words.ts'

it('adds a reader of its own to the host, and tells one inside the host from the rest of it', () => {
  expect(costWords({ reader: 0.01, host: 0.02 }, false).total).toBe('3.0\u202f%')
  expect(costWords({ reader: 0.01, host: 0.02 }, true)).toEqual({
    total: '2.0\u202f%',
    parts: '1.0\u202f% reading /proc, 1.0\u202f% in the lab’s host',
  })
})

it('gives no figure for a reader whose cost is not known', () => {
  const { total, parts } = costWords({ reader: null, host: 0.02 }, false)
  expect(total).toBe('at least 2.0\u202f%')
  expect(parts).toMatch(/2\.0\u202f% in the lab’s host.*not known/)
})
