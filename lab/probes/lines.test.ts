import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LineSplitter } from './lines.ts'

const LIMIT = 2 << 20
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

function split(chunks: readonly Uint8Array[]): string[] {
  const splitter = new LineSplitter()
  return chunks.flatMap((chunk) => splitter.push(chunk))
}

/** The same bytes, cut at these places. */
function cut(whole: Uint8Array, places: readonly number[]): Uint8Array[] {
  const ends = [...places.map((place) => Math.min(place, whole.length)), whole.length].sort((a, b) => a - b)
  return ends.map((end, i) => whole.subarray(ends[i - 1] ?? 0, end))
}

describe('LineSplitter', () => {
  it('gives the same lines however the bytes are cut, also inside a character', () => {
    const line = fc.string({ unit: 'binary' }).filter((text) => !/[\n\ufeff]/.test(text))
    fc.assert(
      fc.property(fc.array(line), fc.array(fc.nat(200)), (lines, places) => {
        const whole = bytes(lines.map((text) => `${text}\n`).join(''))
        const expected = lines.filter((text) => text.trim() !== '')
        expect(split(cut(whole, places))).toEqual(expected)
        expect(split(Array.from(whole, (byte) => Uint8Array.of(byte)))).toEqual(expected)
      }),
    )
  })

  it('keeps an unfinished line back until it ends', () => {
    const splitter = new LineSplitter()
    expect(splitter.push(bytes('one\ntw'))).toEqual(['one'])
    expect(splitter.push(bytes('o'))).toEqual([])
    expect(splitter.push(bytes('\n'))).toEqual(['two'])
  })

  it('leaves out empty lines', () => {
    expect(split([bytes('\n\none\n \n\t\r\ntwo\n')])).toEqual(['one', 'two'])
  })

  it('replaces bytes that are no text', () => {
    expect(split([Uint8Array.of(0x61, 0xff, 0x62, 0x0a)])).toEqual(['a\ufffdb'])
  })

  it('takes a line of the greatest length', () => {
    expect(split([bytes('x'.repeat(LIMIT)), bytes('\n')])).toEqual(['x'.repeat(LIMIT)])
  })

  it.each([
    ['without an end', ''],
    ['with an end', '\n'],
    ['before a good one', '\n{}\n'],
  ])('refuses a line beyond that %s, whether it comes in one piece or many', (_, end) => {
    const whole = bytes('x'.repeat(LIMIT + 1) + end)
    expect(() => split([whole])).toThrow(RangeError)
    expect(() => split(cut(whole, [1, 70_000, LIMIT]))).toThrow(RangeError)
  })

  it('does not gather more after it refused a line', () => {
    const splitter = new LineSplitter()
    const chunk = bytes('x'.repeat(LIMIT))
    splitter.push(chunk)
    for (let i = 0; i < 10; i++) expect(() => splitter.push(chunk)).toThrow(RangeError)
  })
})
