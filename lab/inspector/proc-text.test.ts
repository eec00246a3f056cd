import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseSchedstat, parseStat, parseSwitches } from './proc-text.ts'

/** Fields 3 to 41 of `stat`, each its own number, so that one that is taken for another shows. */
const fields = (letter: string, flags = 9): string =>
  [letter, ...Array.from({ length: 38 }, (_, i) => (i + 4 === 9 ? flags : i + 4))].join(' ')

describe('stat', () => {
  it('is read by the numbers of the manual', () => {
    expect(parseStat(Buffer.from(`7 (sh) ${fields('S')} 42 43\n`))).toEqual({
      ...{
        name: 'sh',
        letter: 'S',
        parent: 4,
        kernel: false,
        nice: 19,
        threads: 20,
        start: 22,
        core: 39,
        policy: 41,
        traceable: true,
      },
    })
    expect(parseStat(Buffer.from(`7 (kworker) ${fields('I', 0x0020_8040)}\n`))).toMatchObject({ kernel: true })
  })

  it('lets a name hold anything', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 15 }), (name) => {
        expect(parseStat(Buffer.from(`7 (${name}) ${fields('R')}\n`))).toMatchObject({ name, letter: 'R', core: 39 })
      }),
    )
    const odd = Buffer.concat([Buffer.from('7 (a\xff) R ('), Buffer.from(`) ${fields('S')}\n`)])
    expect(parseStat(odd)).toMatchObject({ letter: 'S' })
    expect(parseStat(Buffer.from([0x37, 0x20, 0x28, 0xff, 0x29, 0x20, ...Buffer.from(fields('S'))]))?.name).toBe(
      '\ufffd',
    )
  })

  it('is nothing where it is cut off or is something else', () => {
    fc.assert(fc.property(fc.uint8Array(), (bytes) => void parseStat(Buffer.from(bytes))))
    for (const text of ['', '7', '7 (sh', '7 (sh) ', '7 (sh) S 4 5', ')7 ('])
      expect(parseStat(Buffer.from(text))).toBeNull()
  })

  it.runIf(process.platform === 'linux')('is read of this process', () => {
    expect(parseStat(readFileSync('/proc/self/stat'))).toMatchObject({ parent: process.ppid, kernel: false })
  })
})

describe('schedstat', () => {
  it.each<[string, number[]]>([
    ['12 34 56\n', [12, 34, 56]],
    ['0 0 0', [0, 0, 0]],
    ['9007199254740991 1 2\n', [9007199254740991, 1, 2]],
  ])('holds three numbers: %j', (text, numbers) => {
    const into = new Float64Array(3)
    parseSchedstat(Buffer.from(text), into)
    expect([...into]).toEqual(numbers)
  })
})

describe('status', () => {
  it('has the switches in its last lines, whatever the name is', () => {
    const text =
      'Name:\tvoluntary_ctxt_switches:\t9\nTgid:\t1\nvoluntary_ctxt_switches:\t150\nnonvoluntary_ctxt_switches:\t545\n'
    expect(parseSwitches(Buffer.from(text))).toEqual({ voluntary: 150, involuntary: 545 })
    expect(parseSwitches(Buffer.from('Name:\tx\n'))).toBeNull()
  })
})
