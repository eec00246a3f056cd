import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { conditionKey, seriesKey } from './series-key.ts'

/** Ids, names and values as the lab writes them. */
const word = fc.stringMatching(/^[a-z0-9][a-zA-Z0-9-]{0,8}$/)
const condition = fc.dictionary(word, fc.oneof(word, fc.integer()), { maxKeys: 4, noNullPrototype: true })
const identity = fc.record({ id: word, part: word, condition })

describe('conditionKey', () => {
  it('names everything in alphabetical order', () => {
    expect(conditionKey({ placement: 'one-core', parentMiB: 64, pages: '4k' })).toBe(
      'pages=4k parentMiB=64 placement=one-core',
    )
  })

  it('does not depend on the order in which a condition was written', () => {
    fc.assert(
      fc.property(condition, (one) => {
        const reversed = Object.fromEntries(Object.entries(one).reverse())
        expect(conditionKey(reversed)).toBe(conditionKey(one))
      }),
    )
  })
})

describe('seriesKey', () => {
  it('gives series, part and condition', () => {
    expect(seriesKey({ id: 'fork', part: 'joined', condition: { parentMiB: 0 } })).toBe('fork/joined parentMiB=0')
    expect(seriesKey({ id: 'fork', part: 'joined', condition: {} })).toBe('fork/joined')
  })

  it('is the same text for the same series only', () => {
    const written = ({ id, part, condition: one }: { id: string; part: string; condition: object }): string =>
      JSON.stringify([
        id,
        part,
        Object.entries(one)
          .map(([name, value]) => [name, String(value)])
          .sort(),
      ])
    fc.assert(
      fc.property(identity, identity, (one, other) => {
        expect(seriesKey(one) === seriesKey(other)).toBe(written(one) === written(other))
      }),
    )
    fc.assert(
      fc.property(identity, word, (one, more) => {
        fc.pre(one.condition[more] === undefined)
        for (const other of [
          { ...one, id: one.id + more },
          { ...one, part: one.part + more },
          { ...one, condition: { ...one.condition, [more]: 1 } },
        ]) {
          expect(seriesKey(other)).not.toBe(seriesKey(one))
        }
      }),
    )
  })

  it('leaves out what else an object has', () => {
    const series = { id: 'fork', part: 'joined', condition: { parentMiB: 0 }, samples: [1, 2] }
    expect(seriesKey(series)).toBe('fork/joined parentMiB=0')
  })
})
