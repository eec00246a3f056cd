import { describe, expect, it } from 'vitest'
import { flagSet } from '../../../model/clone-flags.ts'
import { compareSharing } from './evidence.ts'

const allowed = new Map()
/** What the probe observes of a task that shares its memory and nothing else. */
const OF_VM = {
  series: 'choice',
  mask: 256,
  ...{ writeSeen: true, descriptorSeen: false, folderMoved: false, handlerChanged: false, priorityChanged: false },
  ...{ sameGroup: false, parent: 'creator', parentWordWritten: false, childWordWritten: false },
  ...{ childWordCleared: false, creatorStoodStill: false, listedInTasks: false, newNamespaces: '' },
  ...{ creatorGetpid: 10, taskGetpid: 12, taskGettid: 12, taskGetppid: 10 },
  ...{ kcmpMemory: 'same', kcmpDescriptors: 'different', kcmpFolder: 'different', kcmpHandlers: 'different' },
  ...{ kcmpPriority: 'different', kcmpUndo: 'different' },
}
const compare = (more: object, flags = flagSet(['VM'])) =>
  compareSharing({ name: 'sharing', facts: { ...OF_VM, ...more } }, flags, allowed)

describe('what was observed beside what was predicted', () => {
  it('agrees row by row, and says so in numbers', () => {
    const { about, facts } = compare({})
    expect(about).toEqual({ id: 'choice' })
    expect(facts).toMatchObject({
      ...{ flags: 'VM', rows: 20, agreeing: 20, outcome: 'created', 'outcome-predicted': 'created' },
      ...{ memory: 'shared', 'memory-predicted': 'shared', 'memory-kcmp': 'shared', folder: 'separate' },
      ...{ taskGetpid: 12, creatorGetpid: 10 },
    })
    expect(facts['differing']).toBeUndefined()
  })

  it.each([
    [{ writeSeen: false }, 'memory'],
    [{ kcmpMemory: 'different' }, 'memory-kcmp'],
    [{ descriptorSeen: true, folderMoved: true }, 'descriptors folder'],
    [{ parent: 'other' }, 'parent'],
    [{ newNamespaces: 'pid' }, 'namespaces'],
    [{ creatorStoodStill: true }, 'creator'],
  ])('names what differs where %j', (more, differing) => {
    const { facts } = compare(more)
    expect(facts['differing']).toBe(differing)
    expect(facts['agreeing']).toBe(20 - differing.split(' ').length)
  })

  it('counts what could not be learned neither as agreeing nor as differing', () => {
    const { facts } = compare({ kcmpMemory: 'EPERM', kcmpUndo: 'ENOSYS' })
    expect(facts).toMatchObject({ rows: 18, agreeing: 18, 'memory-kcmp': 'not known: kcmp gave EPERM' })
    const blind = compareSharing(
      { name: 'sharing', facts: { series: 'choice', writeSeen: true } },
      flagSet(['VM']),
      allowed,
    )
    expect(blind.facts).toMatchObject({ folder: expect.stringMatching(/^not known/), memory: 'shared' })
    expect(Number(blind.facts['rows'])).toBeLessThan(5)
  })

  it('has one row for a combination that was refused: whether that was expected', () => {
    const refused = (flags: ReturnType<typeof flagSet>, errno: string) =>
      compareSharing({ name: 'sharing', facts: { series: 'choice', refused: errno } }, flags, allowed).facts
    expect(refused(flagSet(['SIGHAND']), 'EINVAL')).toEqual({
      flags: 'SIGHAND',
      rows: 1,
      agreeing: 1,
      outcome: 'refused: EINVAL',
      'outcome-predicted': 'refused: EINVAL',
    })
    expect(refused(flagSet(['VM']), 'EAGAIN')).toMatchObject({ rows: 1, agreeing: 0, differing: 'outcome' })
  })

  it('shows a task that was made although the model said that it would be refused', () => {
    const { facts } = compare({}, flagSet(['SIGHAND']))
    expect(String(facts['differing'])).toMatch(/^outcome /)
  })
})
