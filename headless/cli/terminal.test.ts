import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { alignColumns, plain, styled, wrap } from './terminal.ts'

describe('plain', () => {
  it('leaves nothing for a terminal to obey', () => {
    expect(plain('\u001b[31mred\u001b]0;title\u0007 \u009b2J a\rb\u0000')).toBe('�[31mred�]0;title� �2J a�b�')
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(plain(text)).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/)
        expect(plain(text)).toHaveLength(text.length)
      }),
    )
  })

  it('leaves text as it is', () => expect(plain('130 µs [128–133] ×\n\tfork')).toBe('130 µs [128–133] ×\n\tfork'))
})

describe('styled', () => {
  it('adds nothing in a pipe', () => {
    const pipe = Object.assign(Object.create(process.stdout), { isTTY: false })
    expect(styled('bold', 'text', pipe)).toBe('text')
  })
})

describe('alignColumns', () => {
  it('sets the first column left and the others right', () => {
    expect(
      alignColumns([
        ['series', 'median', 'p95'],
        ['fork', '130 µs', ''],
        ['posix-spawn', '1.20 ms', '2.00 ms'],
      ]),
    ).toEqual([
      'series        median      p95', //
      'fork          130 µs',
      'posix-spawn  1.20 ms  2.00 ms',
    ])
  })

  it('does not let a remark in a row of its own widen the columns', () => {
    const remark =
      'vfork: failed: threadprobe was ended by SIGKILL. Run the measurement again; if it happens again, report it.'
    expect(alignColumns([['series', 'median'], [remark], ['fork', '130 µs']])).toEqual([
      'series  median',
      remark,
      'fork    130 µs',
    ])
  })

  it('gives a line for each row, whatever is in it', () => {
    expect(alignColumns([])).toEqual([])
    fc.assert(
      fc.property(fc.array(fc.array(fc.string())), (rows) => {
        expect(alignColumns(rows)).toHaveLength(rows.length)
      }),
    )
  })
})

describe('wrap', () => {
  it('breaks at words and loses none', () => {
    const word = fc.stringMatching(/^[a-z]{1,30}$/)
    fc.assert(
      fc.property(fc.array(word), fc.constantFrom('', '  ', '    '), (words, indent) => {
        const lines = wrap(words.join(' '), indent)
        for (const line of lines) {
          expect(line.startsWith(indent)).toBe(true)
          expect(line.length).toBeLessThanOrEqual(100)
        }
        expect(lines.map((line) => line.slice(indent.length)).join(' ')).toBe(words.join(' '))
      }),
    )
  })

  it('leaves a word whole that is longer than the line', () => {
    expect(wrap(`see ${'x'.repeat(200)} there`)).toEqual(['see', 'x'.repeat(200), 'there'])
  })
})
