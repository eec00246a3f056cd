import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LADDER, PRESETS } from './clone-combinations.ts'
import { FLAG_NAMES, flagSet, type CloneFlag } from './clone-flags.ts'
import { denialOf, refusalOf, type Denials } from './clone-refusal.ts'

const allowed: Denials = new Map()
const unprivileged: Denials = new Map(
  (['NEWPID', 'NEWUTS', 'NEWIPC', 'NEWNS', 'NEWNET', 'NEWCGROUP'] as const).map((flag) => [flag, 'EPERM']),
)
const refused = (flags: readonly CloneFlag[], denied = allowed) => refusalOf(flagSet(flags), denied)

describe('refusalOf', () => {
  it('lets every preset and every rung of the ladder pass', () => {
    for (const { flags } of [...PRESETS, ...LADDER]) expect(refusalOf(flags, unprivileged)).toBeNull()
  })

  it.each<[CloneFlag[], RegExp]>([
    [['SIGHAND'], /^SIGHAND needs VM: /],
    [['VM', 'THREAD'], /^THREAD needs SIGHAND: /],
    [['THREAD'], /^THREAD needs SIGHAND: /],
    [['NEWNS', 'FS'], /^NEWNS and FS exclude each other: /],
    [['NEWUSER', 'FS'], /^NEWUSER and FS exclude each other: /],
    [['VM', 'SIGHAND', 'THREAD', 'NEWPID'], /^THREAD and NEWPID exclude each other: /],
    [['VM', 'SIGHAND', 'THREAD', 'NEWUSER'], /^THREAD and NEWUSER exclude each other: /],
    [['NEWIPC', 'SYSVSEM'], /^NEWIPC and SYSVSEM exclude each other: /],
  ])('refuses %j with EINVAL and says why', (flags, reason) => {
    expect(refused(flags)).toMatchObject({ errno: 'EINVAL', reason: expect.stringMatching(reason) })
    expect(refused(flags)?.reason.startsWith(refused(flags)?.rule ?? '-')).toBe(true)
  })

  it('refuses a namespace that this machine denies, and lets it pass inside a new user namespace', () => {
    expect(refused(['NEWNET'], unprivileged)).toMatchObject({
      errno: 'EPERM',
      reason: expect.stringContaining('NEWUSER'),
    })
    expect(refused(['NEWNET', 'NEWUSER'], unprivileged)).toBeNull()
    expect(refused(['NEWUSER'], new Map([['NEWUSER', 'ENOSPC']]))).toMatchObject({ errno: 'ENOSPC' })
  })

  it('looks at the rules first, then at permission, and at the undo lists last, as the kernel does', () => {
    expect(refused(['NEWNS', 'FS'], unprivileged)?.errno).toBe('EINVAL')
    expect(refused(['NEWIPC', 'SYSVSEM'], unprivileged)?.errno).toBe('EPERM')
  })

  it('depends on nothing but what is set: the flags that only share or write never stand in the way', () => {
    const harmless = ['FILES', 'IO', 'VFORK', 'PARENT_SETTID', 'CHILD_SETTID', 'CHILD_CLEARTID']
    fc.assert(
      fc.property(fc.subarray([...FLAG_NAMES]), (flags) => {
        const others = flags.filter((flag) => !harmless.includes(flag))
        expect(refused(flags, unprivileged)).toEqual(refused(others, unprivileged))
      }),
    )
  })
})

describe('denialOf', () => {
  it('names the privilege that is missing, and any other answer as it is', () => {
    expect(denialOf('NEWPID', 'EPERM')).toContain('CAP_SYS_ADMIN')
    expect(denialOf('NEWUSER', 'EPERM')).toContain('user namespaces')
    expect(denialOf('NEWUSER', 'ENOSPC')).toContain('ENOSPC')
  })
})
