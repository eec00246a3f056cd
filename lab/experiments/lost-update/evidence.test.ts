import { describe, expect, it } from 'vitest'
import { contradiction } from './evidence.ts'

const expected = 1000
const block = (series: string, counts: Record<string, number>, lost: readonly number[] = [0, 0]) => ({
  series,
  values: { elapsed: lost.map(() => 1), lost: [...lost] },
  counts: { races: 2, increments: 2000, lost: 0, beyondAll: 0, misplaced: 0, ...counts },
})

describe('what speaks against the figures of a race', () => {
  it('is nothing where ordinary code lost updates and a cure none', () => {
    expect(contradiction(block('plain', { lost: 30 }, [10, 20]), { expected, placement: 'spread' })).toBeNull()
    expect(contradiction(block('mutex', {}), { expected, placement: 'spread' })).toBeNull()
  })

  it.each([
    [
      'another number of increments',
      block('plain', { increments: 1900 }),
      /made 1,900 increments in 2 races, not 2,000/,
    ],
    ['a counter beyond all that was added', block('plain', { beyondAll: 1 }), /more than was added/],
    ['a thread on another core', block('plain', { misplaced: 1 }), /other cores/],
    [
      'samples that the counts do not agree with',
      block('plain', { lost: 3 }, [1, 1]),
      /2 updates by its samples and 3/,
    ],
    ['a cure that loses', block('atomic-add', { lost: 1 }, [1, 0]), /which it cannot/],
  ])('is %s', (_, samples, words) => {
    expect(contradiction(samples, { expected, placement: 'spread' })).toMatch(words)
  })
})
