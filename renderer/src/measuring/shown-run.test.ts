import { describe, expect, it } from 'vitest'
import type { ExperimentDescription } from '../../../contract/experiment.ts'
import type { Ratio } from '../../../contract/series.ts'
import { identityIn, mainConditions, ownRatios, partnersOf, plannedSeries, showPlan, unitOf } from './shown-run.ts'

const small = { parentMiB: 0, pages: '4k', placement: 'one-core' }
const large = { parentMiB: 64, pages: 'huge', placement: 'one-core' }
const free = { placement: 'free' }

const experiment: ExperimentDescription = {
  id: 'creation-cost',
  title: '',
  question: '',
  group: 'measure',
  method: '',
  parameters: [],
  series: [
    { id: 'fork', kind: 'process', explanation: '', unsupported: null, comparedWith: 'pthread' },
    { id: 'pthread', kind: 'thread', explanation: '', unsupported: null, comparedWith: null },
    { id: 'worker-thread', kind: 'thread', explanation: '', unsupported: null, comparedWith: 'pthread' },
  ],
  parts: [
    { id: 'joined', title: 'Whole', explanation: '', unit: 'ns' },
    { id: 'called', title: 'Call returned', explanation: '', unit: 'B' },
  ],
  budgetSeconds: { full: 30, quick: 10 },
}

const plan = [
  { id: 'pthread', part: 'joined', condition: small },
  { id: 'fork', part: 'joined', condition: small },
  { id: 'pthread', part: 'joined', condition: large },
  { id: 'fork', part: 'joined', condition: large },
  { id: 'worker-thread', part: 'joined', condition: free },
]

describe('plannedSeries', () => {
  it('keeps the order of the description, each series once', () => {
    expect(plannedSeries({ experiment, plan }).map(({ id }) => id)).toEqual(['fork', 'pthread', 'worker-thread'])
  })

  it('keeps a series that this version does not know', () => {
    const strange = [{ id: 'fibre', part: 'joined', condition: small }]
    expect(plannedSeries({ experiment, plan: strange }).map(({ id }) => id)).toEqual(['fibre'])
  })
})

describe('mainConditions', () => {
  it('gives those of the series that others are compared with, each once', () => {
    expect(mainConditions({ experiment, plan })).toEqual([small, large])
  })

  it('gives the fullest ones where none of those was measured', () => {
    const withoutBaseline = plan.filter(({ id }) => id !== 'pthread')
    expect(mainConditions({ experiment, plan: withoutBaseline })).toEqual([small, large])
  })
})

describe('identityIn', () => {
  it('finds the measurement under the condition of the view', () => {
    expect(identityIn(plan, 'fork', 'joined', large)?.condition).toBe(large)
  })

  it('shows a series to which the condition does not apply in every view', () => {
    expect(identityIn(plan, 'worker-thread', 'joined', small)?.condition).toBe(free)
    expect(identityIn(plan, 'worker-thread', 'joined', large)?.condition).toBe(free)
  })

  it('finds nothing for a part that was not measured', () => {
    expect(identityIn(plan, 'fork', 'first-message', small)).toBeNull()
  })

  it('does not put a measurement under another condition of the same series', () => {
    expect(identityIn(plan, 'fork', 'joined', { ...large, parentMiB: 256 })).toBeNull()
  })
})

describe('identityIn, where a series has fewer circumstances', () => {
  const null4k = { id: 'empty', part: 'joined', condition: { pages: '4k' } }
  const nullHuge = { id: 'empty', part: 'joined', condition: { pages: 'huge' } }

  it('shows the one that agrees with the view', () => {
    expect(identityIn([null4k, nullHuge], 'empty', 'joined', large)).toBe(nullHuge)
  })

  it('shows none that contradicts it', () => {
    expect(identityIn([null4k, nullHuge], 'empty', 'joined', { ...large, pages: '1g' })).toBeNull()
  })
})

describe('ownRatios', () => {
  const ratio = (of: string, to: string, condition = small): Ratio => ({
    of: { id: of, part: 'joined', condition: large },
    to: { id: to, part: 'joined', condition },
    ratio: 2,
    interval: [1.9, 2.1],
    p: 0,
    rounds: 10,
    verdict: 'differs',
  })

  it('takes the ratio to the series that each is compared with, and no other', () => {
    const ratios = [
      ratio('fork', 'worker-thread'),
      ratio('fork', 'pthread'),
      ratio('fork', 'fork'),
      ratio('pthread', 'fork'),
    ]
    expect([...ownRatios({ experiment, ratios }).values()]).toEqual([ratios[1]])
  })
})

describe('partnersOf', () => {
  it('gives each once', () => {
    expect(partnersOf(experiment.series)).toEqual(['pthread'])
  })
})

describe('unitOf', () => {
  it('is what the part is counted in, nanoseconds for one that nobody knows', () => {
    const shown = showPlan(experiment, ['fork'], small)
    expect(['joined', 'called', 'unheard-of'].map((part) => unitOf(shown, part))).toEqual(['ns', 'B', 'ns'])
  })
})

describe('showPlan', () => {
  it('reserves every part of every chosen series', () => {
    expect(showPlan(experiment, ['fork', 'pthread'], small).plan).toHaveLength(4)
  })
})
