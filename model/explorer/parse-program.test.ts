import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileProgram } from './compile.ts'
import type { ProgramError } from './program.ts'

function errorsOf(source: string): ProgramError[] {
  const result = compileProgram(source, 'access')
  return result.ok ? [] : result.errors
}

/** A program around some statements, which begin at line 5, column 1. */
const within = (statements: string): string =>
  `shared counter; shared flag[2]; atomic ready; rwlock table; condition empty; channel jobs[2]\nmutex m\nmutex fork[5]\nthread A {\n${statements}\n}\n`

describe('errors', () => {
  it.each([
    ['', 1, 1, 'There is no thread. Write one as in “thread A { … }”.'],
    ['thred A { }', 1, 1, 'Did you mean “thread”?'],
    ['shared if = 1\nthread A { }', 1, 8, '“if” is a word of the language'],
    ['shared a[0]\nthread A { }', 1, 10, 'The size must be 1 to 64.'],
    ['shared a[65]\nthread A { }', 1, 10, 'The size must be 1 to 64.'],
    ['shared a[b]\nthread A { }', 1, 10, 'Expected the size as a number, found “b”.'],
    ['shared a = b\nthread A { }', 1, 12, 'An initial value is made of numbers only, not of names like “b”.'],
    ['shared a = 1 / 0\nthread A { }', 1, 8, 'The initial value of “a” divides by zero.'],
    ['shared a\nmutex a\nthread A { }', 2, 7, '“a” is declared already, in line 1.'],
    ['mutex m = 1\nthread A { }', 1, 9, 'A mutex has no initial value.'],
    ['channel jobs\nthread A { }', 1, 13, 'Expected the channel’s capacity, as in “channel jobs[2]”.'],
    ['channel jobs[99]\nthread A { }', 1, 14, 'The capacity must be 1 to 64.'],
    ['thread A { }\nthread A { }', 2, 8, 'There is a thread “A” already.'],
    ['thread A0 { }\nthread A[2] { }', 2, 8, 'There is a thread “A0” already.'],
    ['thread A[9] { }', 1, 10, 'The number of threads must be 1 to 8.'],
    ['thread A[5] { }\nthread B[4] { }', 2, 8, 'With this there are 9 threads; at most 8 can run.'],
    ['thread A {', 1, 10, 'This “{” is never closed'],
    ['thread A\nskip', 1, 9, 'Expected “{” that begins the body of thread A, found the end of the line.'],
    ['thread A { }\nexpect nothing == 1', 2, 8, 'There is no variable “nothing” here.'],
    ['thread A { local x = 1 }\nexpect x == 1', 2, 8, 'There is no variable “x” here.'],
    ['thread A { } thread B { } }', 1, 27, 'Expected a declaration'],
  ])('in %j are at line %i, column %i', (source, line, column, message) => {
    expect(errorsOf(source)[0]).toMatchObject({ line, column })
    expect(errorsOf(source)[0]?.message).toContain(message)
  })

  it.each([
    ['conter = 1', 5, 1, 'There is no variable “conter” here. Did you mean “counter”?'],
    ['total = 1', 5, 1, 'Declare it with “local total = …”, or as shared at the top.'],
    ['counter = conuter', 5, 11, 'Did you mean “counter”?'],
    ['counter = (1 + 2', 5, 17, 'Expected “)” that closes the parenthesis, found the end of the line.'],
    ['counter = 1 +', 5, 14, 'Expected a number, a name or “(”, found the end of the line.'],
    ['counter = 1 2', 5, 13, 'Expected the end of the statement, found “2”.'],
    ['counter == 1', 5, 9, 'Expected “=” after “counter”'],
    ['counter = 1 & 2', 5, 13, 'Write “&&”.'],
    ['counter = 99999999999', 5, 11, '99999999999 is too large: a number is at most 2147483647.'],
    ['counter = 0x10', 5, 11, '“0x10” is not a whole number.'],
    ['counter = 1.5', 5, 11, '“1.5” is not a whole number.'],
    ['counter = "text"', 5, 11, 'There are no texts in this language, only numbers.'],
    ['flag = 1', 5, 1, '“flag” has 2 elements; say which, as in “flag[0]”.'],
    ['counter[0] = 1', 5, 1, '“counter” has no elements to choose from.'],
    ['m = 1', 5, 1, '“m” is a mutex, which has no value.'],
    ['counter = id', 5, 11, '“id” is there only in a group of threads'],
    ['local counter = 1', 5, 1, '“counter” is declared already, in line 1.'],
    ['local x = 1\nlocal x = 2', 6, 1, '“x” is declared already, in line 5.'],
    ['local x', 5, 8, 'Expected “=” and a value after “local x”'],
    ['local x = x + 1', 5, 11, 'There is no variable “x” here.'],
    ['if counter { local x = 1 }\nx = 2', 6, 1, 'There is no variable “x” here.'],
    ['lok(m)', 5, 1, 'There is no call “lok”. Did you mean “lock”?'],
    ['lock()', 5, 1, '“lock” is written lock(mutex) or lock(mutex, mutex); it has 0 in its parentheses here.'],
    ['lock(table)', 5, 6, '“table” is a read–write lock, but lock(mutex) or lock(mutex, mutex) needs a mutex there.'],
    ['lock(1)', 5, 6, 'Expected the name of a mutex'],
    ['lock(mm)', 5, 6, 'There is no “mm”; expected a mutex. Did you mean “m”?'],
    ['lock(fork)', 5, 6, '“fork” has 5 elements; say which, as in “fork[0]”.'],
    ['wait(m, empty)', 5, 6, '“m” is a mutex, but wait(condition, mutex) needs a condition there.'],
    ['counter = lock(m)', 5, 11, '“lock” gives no value; write it as a statement of its own.'],
    ['counter = 1 + trylock(m)', 5, 15, '“trylock” stands alone or as the whole right-hand side'],
    ['send(jobs)', 5, 1, '“send” is written send(channel, value); it has 1 in its parentheses here.'],
    ['while counter\n{ }\nelse { }', 7, 1, 'Expected a statement, found “else”.'],
    ['skip skip', 5, 6, 'Expected the end of the statement, found “skip”.'],
  ])('in the statement %j are at line %i, column %i', (statements, line, column, message) => {
    expect(errorsOf(within(statements))[0]).toMatchObject({ line, column })
    expect(errorsOf(within(statements))[0]?.message).toContain(message)
  })

  it('are all reported, each line by itself', () => {
    const errors = errorsOf(within('counter = \nskip\nlok(m)\nif { skip }\ncounter = 1 1'))
    expect(errors.map(({ line }) => line)).toEqual([5, 7, 8, 9])
  })

  it('name each thread of a group once', () => {
    expect(errorsOf('thread A[5] { x = 1 }')).toHaveLength(1)
  })
})

describe('what is allowed', () => {
  it.each([
    'thread A { }',
    'thread A\n{\n}\n',
    'thread A{skip;skip;;skip}',
    'shared a; thread A { if (a == 1) { skip } else if a == 2 { skip }\nelse\n{ skip } }',
    'shared a\r\nthread A {\r\n a = 1\r\n}\r\n',
    'shared a = -(2 + 3) * 4 // comment\n# another\nthread A { a = -a + !a }',
    'thread A { if 1 { local x = 1 } else { local x = 2 }\nlocal x = 3 }',
    'shared é = 1'.replace('é', 'e_1') + '\nthread A[8] { e_1 = id }\nexpect e_1 >= 0; expect 1',
    'mutex a; mutex b; mutex c; thread A { lock(a, b, c) }',
  ])('%j', (source) => {
    expect(errorsOf(source)).toEqual([])
  })
})

describe('hostile input', () => {
  const long = (text: string, characters = 9_900): string => text.repeat(Math.floor(characters / text.length))

  it.each([
    ['parentheses', `thread A { assert ${long('(')}1`],
    ['signs', `thread A { assert ${long('-')}1 }`],
    ['operators', `thread A { assert 1${long('+1')} }`],
    ['brackets', `shared a[2]\nthread A { assert ${long('a[')}`],
    ['blocks', `thread A { ${long('if 1 {')}`],
    ['else if', `thread A { if 1 {}${long(' else if 1 {}')} }`],
    ['braces', long('}')],
    ['declarations', long('shared a[64];')],
    ['digits', `thread A { assert ${long('9')} }`],
    ['a name', `thread A { ${long('x')} = 1 }`],
    ['names', `thread A { ${long('xy = 1;')} }`],
    ['statements', `thread A[8] { ${long('skip;')} }`],
    ['unknown characters', long('§\u0000\ud800😀')],
    ['too many characters', 'skip\n'.repeat(100_000)],
    ['mutexes', `mutex m; thread A { lock(m${long(',m')}) }`],
  ])('of %s gives at most 20 errors, and does not throw', (_, source) => {
    const errors = errorsOf(source)
    if (_ !== 'mutexes') expect(errors.length).toBeGreaterThan(0)
    expect(errors.length).toBeLessThanOrEqual(20)
    for (const { message } of errors) expect(message.length).toBeLessThan(300)
  })

  it('made of pieces of the language never throws', () => {
    const pieces =
      'shared atomic mutex thread expect local if else while lock ( ) { } [ ] = == + - ! , ; \n 1 0 a b A id unlock'
    const piece = fc.constantFrom(...pieces.split(' '), ' ')
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (parts) => {
        const source = parts.join(' ')
        for (const { line, column } of errorsOf(source)) {
          expect(line).toBeLessThanOrEqual(source.split('\n').length)
          expect(column).toBeGreaterThan(0)
        }
      }),
      { numRuns: 3000 },
    )
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (source) => void errorsOf(source)))
  })
})
