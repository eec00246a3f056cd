import { describe, expect, it } from 'vitest'
import type { Exploration, ProgramOutcome } from '../../../model/explorer/exploration.ts'
import { headlineOf, shareWords } from './outcome-words.ts'

const outcome = (ending: ProgramOutcome['ending'], schedules: bigint | null): ProgramOutcome => ({
  ending,
  schedules,
  values: { counter: 7 },
  replay: 'abcd-a',
})

const exploration = (given: Partial<Exploration>): Exploration => ({
  search: 'states',
  complete: true,
  bound: null,
  states: 10,
  steps: 20,
  schedules: null,
  mostSteps: 10_000,
  schedulesRun: null,
  outcomes: [],
  findings: [],
  ...given,
})

describe('shareWords', () => {
  it('is exact for numbers that a double cannot hold', () => {
    expect(shareWords(10n ** 40n, 4n * 10n ** 40n)).toBe('25.0\u202f%')
  })

  it('does not call a rare ending none', () => {
    expect(shareWords(1n, 10n ** 12n)).toBe('< 0.01\u202f%')
    expect(shareWords(0n, 10n ** 12n)).toBe('0\u202f%')
  })

  it('does not call all but a few all', () => {
    expect(shareWords(104_652_080n, 104_652_200n)).toBe('> 99.99\u202f%')
    expect(shareWords(7n, 7n)).toBe('100\u202f%')
  })
})

describe('headlineOf', () => {
  it('counts the schedules that go wrong', () => {
    const outcomes = [outcome('right', 2n), outcome('wrong', 18n)]
    expect(headlineOf(exploration({ outcomes }))).toBe('18 of 20 schedules go wrong')
  })

  it('says that none goes wrong only after looking at all', () => {
    const outcomes = [outcome('right', 2n)]
    expect(headlineOf(exploration({ outcomes }))).toBe('None of 2 schedules goes wrong')
    const partly = { outcomes, complete: false, bound: 'states' as const }
    expect(headlineOf(exploration(partly))).toBe('No schedule that was looked at goes wrong')
    expect(headlineOf(exploration({ outcomes, search: 'preemptions' }))).toContain('that was looked at')
    expect(headlineOf(exploration({ outcomes, search: 'random' }))).toContain('that was looked at')
  })

  it('says so where schedules cannot be counted', () => {
    const outcomes = [outcome('right', null), outcome('stuck', null)]
    expect(headlineOf(exploration({ outcomes }))).toBe('Some schedules go wrong')
  })

  it('mentions races that did no harm', () => {
    const findings: Exploration['findings'] = [
      {
        finding: {
          kind: 'race',
          object: 'counter',
          between: [
            { thread: 0, line: 3 },
            { thread: 1, line: 3 },
          ],
        },
        replay: 'abcd-a',
      },
    ]
    expect(headlineOf(exploration({ outcomes: [outcome('finished', 6n)], findings }))).toBe(
      'None of 6 schedules goes wrong, but there are data races',
    )
  })

  it('claims nothing where no schedule came to an end', () => {
    expect(headlineOf(exploration({ complete: false, bound: 'depth' }))).toBe('No schedule came to its end')
  })
})
