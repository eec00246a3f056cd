import { describe, expect, it } from 'vitest'
import type { Observation } from '../../../../contract/run.ts'
import { flagSet } from '../../../../model/clone-flags.ts'
import { factsOfFlags, factsOfSeries, flagsIn, isRefused, resourceStates, sharingLines } from './sharing-lines.ts'

const VM = flagSet(['VM'])
const facts = { flags: 'VM', outcome: 'created', memory: 'shared', 'memory-kcmp': 'shared', folder: 'separate' }
const observations: Observation[] = [
  { name: 'permissions', facts: {} },
  { name: 'sharing', about: { id: 'fork-flags' }, facts: { flags: 'none', outcome: 'created' } },
  { name: 'sharing', about: { id: 'choice' }, facts },
]
const line = (id: string, of: Observation['facts'] | null) => sharingLines(VM, of).find((one) => one.id === id)

describe('sharingLines', () => {
  it('hold what is predicted alone, where nothing was measured', () => {
    expect(line('memory', null)).toMatchObject({ predicted: 'shared', seen: null, kcmp: null, verdict: null })
    expect(sharingLines(VM, null).every(({ verdict }) => verdict === null)).toBe(true)
  })

  it('put both kinds of evidence beside it and agree only where all are alike', () => {
    expect(line('memory', facts)).toMatchObject({ seen: 'shared', kcmp: 'shared', verdict: 'agrees' })
    expect(line('memory', { ...facts, 'memory-kcmp': 'separate' })?.verdict).toBe('differs')
    expect(line('folder', { ...facts, folder: 'shared' })).toMatchObject({ predicted: 'separate', verdict: 'differs' })
    expect(line('undo', { ...facts, 'undo-kcmp': 'not known: kcmp gave EPERM' })?.verdict).toBe('not known')
  })

  it('keep the prediction that was made then', () => {
    expect(line('memory', { ...facts, 'memory-predicted': 'separate' })).toMatchObject({
      predicted: 'separate',
      verdict: 'differs',
    })
  })
})

describe('resourceStates', () => {
  it('draw what was measured, and what is predicted where nothing was', () => {
    const states = resourceStates(sharingLines(VM, { ...facts, folder: 'shared' }))
    expect(states.find(({ id }) => id === 'memory')).toMatchObject({ shared: true, measured: true, differs: false })
    expect(states.find(({ id }) => id === 'folder')).toMatchObject({ shared: true, measured: true, differs: true })
    expect(states.find(({ id }) => id === 'handlers')).toMatchObject({ shared: false, measured: false })
  })
})

describe('the facts of a run', () => {
  it('are found by series and by flags', () => {
    expect(factsOfSeries(observations, 'choice')).toBe(facts)
    expect(factsOfSeries(observations, 'add-vm')).toBeNull()
    expect(factsOfFlags(observations, VM)).toBe(facts)
    expect(factsOfFlags(observations, flagSet([]))).toMatchObject({ flags: 'none' })
    expect(factsOfFlags(observations, flagSet(['IO']))).toBeNull()
  })

  it('tell their flags, and whether there was a task at all', () => {
    expect(flagsIn({ flags: 'VM FS' })).toEqual(flagSet(['VM', 'FS']))
    expect(flagsIn({ flags: 'none' })).toEqual(new Set())
    expect([facts, { outcome: 'refused: EPERM' }].map(isRefused)).toEqual([false, true])
  })
})
