import { describe, expect, it } from 'vitest'
import { describeParameters, parseParameters, UsageError } from '../parameters.ts'
import { chosenFlags, parametersWith, refuseIllegal } from './parameters.ts'
import { deniedIn } from './permissions.ts'

const definitions = parametersWith(new Map([['NEWNET', 'EPERM']]))
const parse = (given: Record<string, string | string[]>) => parseParameters(definitions, given, true)

function complaint(given: Record<string, string>, series = ['choice']): string | null {
  try {
    refuseIllegal(parse(given), series, new Map([['NEWNET', 'EPERM']]))
    return null
  } catch (error) {
    if (error instanceof UsageError) return error.message
    throw error
  }
}

describe('the parameters of clone-flags', () => {
  it('take any flags, and none at all', () => {
    expect(chosenFlags(parse({}))).toEqual(new Set(['VM']))
    expect(chosenFlags(parse({ flags: 'FS, VM' }))).toEqual(new Set(['VM', 'FS']))
    for (const nothing of ['', ' ']) expect(chosenFlags(parse({ flags: nothing }))).toEqual(new Set())
    expect(chosenFlags(parse({ flags: [] }))).toEqual(new Set())
    expect(() => parse({ flags: 'VM,SETTLS' })).toThrow(/"SETTLS"; choose from VM, FILES/)
  })

  it('say what this machine denies, at the flag that it denies', () => {
    const flags = describeParameters(definitions).find(({ name }) => name === 'flags')
    if (!flags || !('options' in flags)) throw new Error('there are no flags')
    expect(flags.mayBeEmpty).toBe(true)
    const hindered = flags.options.filter(({ obstacle }) => obstacle !== undefined)
    expect(hindered).toEqual([
      { value: 'NEWNET', label: 'NEWNET', obstacle: { errno: 'EPERM', reason: expect.stringContaining('privilege') } },
    ])
  })

  it('refuse what the kernel would refuse, with its errno, the reason and the way out', () => {
    expect(complaint({ flags: 'SIGHAND' })).toMatch(/refuse SIGHAND with EINVAL\. SIGHAND needs VM: .* force to yes/)
    expect(complaint({ flags: 'NEWNET' })).toMatch(/with EPERM\. NEWNET needs privilege/)
    expect(complaint({ flags: 'NEWNET,NEWUSER' })).toBeNull()
    expect(complaint({ flags: '' })).toBeNull()
  })

  it('let it pass where it is forced, or where the choice is not measured', () => {
    expect(complaint({ flags: 'SIGHAND', force: 'yes' })).toBeNull()
    expect(complaint({ flags: 'SIGHAND' }, ['fork-flags'])).toBeNull()
  })
})

describe('what a probe says of its permissions', () => {
  it('is read from its one line, and nothing is denied that it does not speak of', () => {
    const facts = { NEWPID: 'EPERM', NEWUTS: 'granted', NEWUSER: 'ENOSPC', alien: 'EPERM' }
    const line = JSON.stringify({ type: 'observation', name: 'permissions', facts })
    expect(deniedIn(`{"type":"ready"}\n${line}\n`)).toEqual(
      new Map([
        ['NEWPID', 'EPERM'],
        ['NEWUSER', 'ENOSPC'],
      ]),
    )
    expect(deniedIn('')).toEqual(new Map())
  })
})
