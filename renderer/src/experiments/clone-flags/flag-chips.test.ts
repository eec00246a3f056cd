import { describe, expect, it } from 'vitest'
import { PRESETS } from '../../../../model/clone-combinations.ts'
import { flagSet, type CloneFlag } from '../../../../model/clone-flags.ts'
import { denialsIn, flagChips, optionsOf } from './flag-chips.ts'

const allowed = new Map()
const hindered = (flags: readonly CloneFlag[], denied = allowed, forced = false): CloneFlag[] =>
  flagChips(flagSet(flags), denied, forced).flatMap(({ name, hindrance }) => (hindrance === null ? [] : [name]))

describe('flagChips', () => {
  it('hinder, from nothing, what needs something else first', () => {
    expect(hindered([])).toEqual(['SIGHAND', 'THREAD'])
    expect(hindered(['VM'])).toEqual(['THREAD'])
    expect(hindered(['VM', 'SIGHAND'])).toEqual(['VM'])
  })

  it('hinder, in a thread, taking away what it needs and adding what it excludes', () => {
    const pthread = PRESETS.find(({ title }) => title === 'pthread')?.flags ?? new Set()
    expect(hindered([...pthread])).toEqual(['VM', 'SIGHAND', 'NEWPID', 'NEWIPC', 'NEWNS', 'NEWUSER'])
    const reasons = flagChips(pthread, allowed, false).map(({ name, hindrance }) => [name, hindrance])
    expect(Object.fromEntries(reasons)['VM']).toMatch(/^SIGHAND needs VM/)
  })

  it('hinder what this machine denies, until there is a user namespace', () => {
    const denied = new Map([['NEWNET', 'EPERM']] as const)
    expect(hindered([], denied)).toEqual(['SIGHAND', 'THREAD', 'NEWNET'])
    expect(hindered(['NEWUSER'], denied)).not.toContain('NEWNET')
  })

  it('hinder nothing with force, nor on the way out of an illegal combination', () => {
    expect(hindered([], allowed, true)).toEqual([])
    expect(hindered(['SIGHAND'])).toEqual([])
  })
})

describe('optionsOf and denialsIn', () => {
  const words = { title: '', help: '' }
  const flags = {
    ...{ name: 'flags', ...words, choose: 'many' as const, default: [], quick: [] },
    options: [
      { value: 'VM', label: 'VM' },
      { value: 'NEWUSER', label: 'NEWUSER', obstacle: { errno: 'ENOSPC', reason: 'None left.' } },
    ],
  }

  it('read what stands in the way from the description of the experiment', () => {
    expect(denialsIn(optionsOf({ parameters: [flags] }, 'flags'))).toEqual(new Map([['NEWUSER', 'ENOSPC']]))
  })

  it('fail for a parameter that is not there', () => {
    expect(() => optionsOf({ parameters: [flags] }, 'force')).toThrow('force')
  })
})
