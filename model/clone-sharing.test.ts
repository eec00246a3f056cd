import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { combinationsWith, LADDER, PRESETS } from './clone-combinations.ts'
import { cloneMask, FLAG_NAMES, flagSet, flagWords, sameFlags, type CloneFlag } from './clone-flags.ts'
import { predictSharing, RESOURCES } from './clone-sharing.ts'

const predicted = (...flags: CloneFlag[]): Record<string, string> =>
  Object.fromEntries(predictSharing(flagSet(flags)).map((row) => [row.id, row.predicted]))

describe('the flags', () => {
  it('have the numbers that the kernel gives them', () => {
    expect(cloneMask(flagSet(['VM', 'FS', 'FILES', 'SIGHAND']))).toBe(0xf00)
    expect(cloneMask(flagSet(['IO']))).toBe(0x8000_0000)
    expect(cloneMask(flagSet(FLAG_NAMES))).toBe(FLAG_NAMES.reduce((sum, name) => sum + cloneMask(flagSet([name])), 0))
  })

  it('are read from words and written as words', () => {
    expect(flagWords(flagSet([]))).toBe('none')
    expect(flagWords(flagSet(['FS', 'VM', 'nonsense', 7]))).toBe('VM FS')
    expect(sameFlags(flagSet(['FS', 'VM']), flagSet(['VM', 'FS']))).toBe(true)
    fc.assert(
      fc.property(fc.subarray([...FLAG_NAMES]), (flags) => {
        expect(sameFlags(flagSet(flagWords(flagSet(flags)).split(' ')), flagSet(flags))).toBe(true)
      }),
    )
  })
})

describe('the ladder', () => {
  it('adds one flag at a time, and ends with what makes a thread', () => {
    LADDER.slice(1).forEach(({ flags, adds }, height) => {
      const below = LADDER[height]?.flags ?? new Set()
      expect([...flags].filter((flag) => !below.has(flag))).toEqual([adds])
      expect(flags.size).toBe(below.size + 1)
    })
    expect(LADDER.at(-1)?.flags.has('THREAD')).toBe(true)
  })

  it('stands between the presets and the choice, without naming fork twice', () => {
    const ids = combinationsWith(flagSet(['IO'])).map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids).toEqual([...PRESETS.map(({ id }) => id), ...LADDER.slice(1).map(({ id }) => id), 'choice'])
  })
})

describe('predictSharing', () => {
  it('has everything apart for fork and, of what threads share, nothing apart for a thread', () => {
    const fork = predicted()
    for (const { id } of RESOURCES) expect(fork[`${id}-kcmp`]).toBe('separate')
    expect(fork).toMatchObject({
      process: 'one of its own',
      listing: 'has it not',
      parent: 'the creator',
      creator: 'goes on',
    })
    const pthread = predictSharing(PRESETS.find(({ title }) => title === 'pthread')?.flags ?? new Set())
    const shared = pthread.filter((row) => row.predicted === 'shared').map(({ title }) => title)
    expect(new Set(shared)).toEqual(
      new Set(RESOURCES.map(({ title }) => title).filter((title) => title !== 'I/O context')),
    )
  })

  it('joins exactly one table for each flag of a table', () => {
    for (const { id, flag } of RESOURCES) {
      const rows = predicted(flag)
      for (const other of RESOURCES) expect(rows[`${other.id}-kcmp`]).toBe(other.id === id ? 'shared' : 'separate')
    }
  })

  it('knows that a word is cleared only in memory that somebody else still reads', () => {
    expect(predicted('CHILD_CLEARTID')['cleared-word']).toBe('left alone')
    expect(predicted('CHILD_CLEARTID', 'VM')['cleared-word']).toBe('cleared')
    expect(predicted('VM')['cleared-word']).toBe('left alone')
  })

  it('names who the parent is, and the namespaces that are new', () => {
    expect(predicted('VM', 'SIGHAND', 'THREAD')['parent']).toBe('the creator’s')
    expect(predicted('NEWPID', 'NEWNET')).toMatchObject({ parent: 'none that it sees', namespaces: 'new: pid net' })
    expect(predicted('VFORK')['creator']).toBe('stands still')
  })
})
