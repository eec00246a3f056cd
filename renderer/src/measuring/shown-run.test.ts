import { describe, expect, it } from 'vitest'
import type { ExperimentDescription } from '../../../contract/experiment.ts'
import { identityIn, mainConditions, plannedSeries, showPlan } from './shown-run.ts'

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
    { id: 'fork', kind: 'process', explanation: '', unsupported: null },
    { id: 'pthread', kind: 'thread', explanation: '', unsupported: null },
    { id: 'worker-thread', kind: 'thread', explanation: '', unsupported: null },
  ],
  parts: [
    { id: 'joined', title: 'Whole', explanation: '' },
    { id: 'called', title: 'Call returned', explanation: '' },
  ],
  baseline: 'pthread',
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
  it('gives those of the baseline, each once', () => {
    expect(mainConditions({ experiment, plan })).toEqual([small, large])
  })

  it('gives the fullest ones where the baseline was not measured', () => {
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

describe('showPlan', () => {
  it('reserves every part of every chosen series', () => {
    expect(showPlan(experiment, ['fork', 'pthread'], small).plan).toHaveLength(4)
  })
})
